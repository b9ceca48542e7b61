import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 20;
const DEADLINE_MS = 15_000;

/**
 * Reads until `until` holds and answers what was read then; throws with the last reading when that takes longer than
 * `deadlineMs`. For a state that the system under test reaches by itself.
 */
export async function eventually<T>(
  read: () => Promise<T> | T,
  until: (value: T) => boolean,
  deadlineMs = DEADLINE_MS,
): Promise<T> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    const value = await read();
    if (until(value)) return value;
    if (Date.now() > deadline) {
      throw new Error(`Not reached within ${deadlineMs} ms; the last reading was ${JSON.stringify(value)}`);
    }
    await delay(POLL_MS);
  }
}
