import type { ClientProcess } from './client-process';
import type { PipelineWatch } from './pipeline-watch';

export interface Recovery {
  /** From the return of what failed to the answer of the first new request; undefined when none came in time. */
  readonly answerMs: number | undefined;
  /** From the return of what failed to the first commit of a stage. */
  readonly effectMs: number | undefined;
}

/** Waits for the first new 2xx and the first new effect after an instant (ms since 1970). */
export async function recoveryAfter(
  sinceMs: number,
  client: ClientProcess,
  pipeline: PipelineWatch,
  withinMs: number,
): Promise<Recovery> {
  const [answerMs, effectMs] = await Promise.all([
    first(withinMs, (found) =>
      client.onSuccess((successes) => {
        const answered = successes
          .filter(([sentMs]) => sentMs >= sinceMs)
          .map(([, answeredMs]) => answeredMs - sinceMs);
        if (answered.length > 0) found(Math.min(...answered));
      }),
    ),
    first(withinMs, (found) =>
      pipeline.onStage((atMs) => {
        if (atMs >= sinceMs) found(atMs - sinceMs);
      }),
    ),
  ]);
  return { answerMs, effectMs };
}

/** What `listen` hands over first, or undefined after `withinMs`. */
async function first(
  withinMs: number,
  listen: (found: (ms: number) => void) => () => void,
): Promise<number | undefined> {
  let stop = (): void => undefined;
  let timer: NodeJS.Timeout | undefined;
  const found = await new Promise<number | undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), withinMs);
    stop = listen(resolve);
  });
  clearTimeout(timer);
  stop();
  return found;
}
