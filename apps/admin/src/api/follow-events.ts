import { messagesOf, type StreamMessage } from './event-stream';
import { ApiError } from './problem';

/** Whoever follows a stream: is told every message once and in order, and when it is on and off. */
export interface Follower {
  readonly onMessage: (message: StreamMessage) => void;
  /** What was missed cannot be told any more: read again what is shown. */
  readonly onReset: () => void;
  readonly onLive: (isLive: boolean) => void;
}

export interface FollowParts {
  /** Opens the stream after the message `lastId`. */
  readonly open: (lastId: string | undefined, signal: AbortSignal) => Promise<Response>;
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly random: () => number;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
/** The session is over, or the role may not: asking again would change nothing. */
const FINAL = new Set([401, 403]);

/** Half of it by chance, so that all who lost the same server do not come back at the same moment. */
export function waitBefore(attempt: number, random: number): number {
  const whole = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt);
  return whole / 2 + (whole / 2) * random;
}

/** Follows a stream of events until `signal`, and goes on after the last one that it was told whenever it breaks. @throws ApiError 401 and 403. */
export async function followEvents(follower: Follower, parts: FollowParts, signal: AbortSignal): Promise<void> {
  let lastId: string | undefined;
  let attempt = 0;
  const isOver = () => signal.aborted;
  while (!isOver()) {
    try {
      const { body } = await parts.open(lastId, signal);
      for await (const message of messagesOf(body ?? new ReadableStream())) {
        if (isOver()) return;
        lastId = message.id ?? lastId;
        attempt = 0;
        tell(follower, message);
      }
    } catch (error) {
      if (isOver()) return;
      if (error instanceof ApiError && FINAL.has(error.status)) throw error;
    }
    follower.onLive(false);
    await parts.wait(waitBefore(attempt, parts.random()), signal);
    attempt += 1;
  }
}

function tell(follower: Follower, message: StreamMessage): void {
  if (message.data === '') return;
  follower.onLive(true);
  if (message.event === 'reset') follower.onReset();
  else if (message.event !== 'ready') follower.onMessage(message);
}
