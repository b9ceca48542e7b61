import type { ClientProcess } from './client-process';
import type { PipelineWatch } from './pipeline-watch';

export interface Recovery {
  /** From the return of what failed to the first 2xx for a request sent after the fault; undefined when none came in time. */
  readonly answerMs: number | undefined;
  /** From the return of what failed to the first commit of a stage. */
  readonly effectMs: number | undefined;
}

/** When a fault struck, and when what it struck was back, in ms since 1970; both the same where nothing has to come back. */
export interface Outage {
  readonly struckMs: number;
  readonly backMs: number;
}

/** Waits for the first new 2xx and the first new effect. */
export async function recoveryAfter(
  { struckMs, backMs }: Outage,
  client: ClientProcess,
  pipeline: PipelineWatch,
  withinMs: number,
): Promise<Recovery> {
  const [answerMs, effectMs] = await Promise.all([
    first(withinMs, (found) =>
      client.onSuccess((successes) => {
        const answered = successes
          .filter(([sentMs, answeredMs]) => sentMs >= struckMs && answeredMs >= backMs)
          .map(([, answeredMs]) => answeredMs - backMs);
        if (answered.length > 0) found(Math.min(...answered));
      }),
    ),
    first(withinMs, (found) =>
      pipeline.onStage((atMs) => {
        if (atMs >= backMs) found(atMs - backMs);
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
