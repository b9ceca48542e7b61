/** What came of a call that could not be waited for: it failed, or did not answer in time. */
export const NO_ANSWER = Symbol('no answer');

/**
 * Waits for `call` at most `timeoutMs`. A fault and a timeout are the same to the caller: whether the call had its
 * effect is unknown. An answer that comes later is dropped, or handed to `late`.
 */
export async function answerWithin<T>(
  call: Promise<T>,
  timeoutMs: number,
  late?: () => void,
): Promise<T | typeof NO_ANSWER> {
  let timer: NodeJS.Timeout | undefined;
  let expired = false;
  const deadline = new Promise<typeof NO_ANSWER>((resolve) => {
    timer = setTimeout(() => {
      expired = true;
      resolve(NO_ANSWER);
    }, timeoutMs);
  });
  const settled: Promise<T | typeof NO_ANSWER> = call.then(
    (answer): T => {
      if (expired) late?.();
      return answer;
    },
    (): typeof NO_ANSWER => NO_ANSWER,
  );
  try {
    return await Promise.race([settled, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
