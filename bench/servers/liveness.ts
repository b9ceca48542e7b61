import type { ChildServer } from './child-server';

const PERIOD_MS = 100;
const TIMEOUT_MS = 5_000;

/** Asks a server every 100 ms whether it is alive, as a balancer does. */
export function watchLiveness({ managementPort }: ChildServer): {
  end(): Promise<{ readonly worstMs: number; readonly failed: number }>;
} {
  let worstMs = 0;
  let failed = 0;
  let last = Promise.resolve();
  const probe = async (): Promise<void> => {
    const startedMs = performance.now();
    const url = `http://127.0.0.1:${managementPort}/health/live`;
    const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok !== true) failed += 1;
    worstMs = Math.max(worstMs, performance.now() - startedMs);
  };
  const timer = setInterval(() => {
    last = last.then(probe);
  }, PERIOD_MS);
  return {
    end: async () => {
      clearInterval(timer);
      await last;
      return { worstMs, failed };
    },
  };
}
