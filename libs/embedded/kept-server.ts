import { setTimeout as delay } from 'node:timers/promises';
import type { EmbeddedServer } from './server';

/** A server that is started again, on its port, whenever it ends unasked. */
export interface KeptServer {
  readonly url: string;
  /** Resolves when it answers; at once unless it is just being started again. */
  ready(): Promise<void>;
  stop(): Promise<void>;
  /** For the last moment of a process that can await nothing any more. */
  kill(): void;
}

export interface KeptServerEvents {
  onLost(): void;
  /** It answers again, so long after it was lost. */
  onBack(ms: number): void;
  /** It cannot be started again, or ends again and again; nobody tries any more. */
  onGivenUp(error: unknown): void;
}

/** A server that ends sooner than this has not been of use. */
const OF_USE_MS = 5000;
const USELESS_LIMIT = 5;
const FIRST_PAUSE_MS = 200;

/** Starts a server and keeps it running. `start` is given the port to use again from the second time on. */
export async function keepRunning(
  start: (port: number | undefined) => Promise<EmbeddedServer>,
  events: KeptServerEvents,
): Promise<KeptServer> {
  let current = await start(undefined);
  const { url, port } = current;
  let stopping = false;
  let useless = 0;
  let starting: Promise<void> = Promise.resolve();

  const watch = (server: EmbeddedServer, sinceMs: number): void => {
    void server.exited.then(({ expected }) => {
      if (expected || stopping) return;
      useless = performance.now() - sinceMs < OF_USE_MS ? useless + 1 : 0;
      events.onLost();
      starting = again(performance.now()).catch((error: unknown) => events.onGivenUp(error));
    });
  };
  const again = async (lostMs: number): Promise<void> => {
    if (useless >= USELESS_LIMIT) throw new Error(`It ended ${useless} times in a row`);
    if (useless > 1) await delay(FIRST_PAUSE_MS * 2 ** useless);
    if (stopping) return;
    current = await start(port);
    watch(current, performance.now());
    events.onBack(performance.now() - lostMs);
  };

  watch(current, performance.now());
  return {
    url,
    ready: () => starting,
    stop: async () => {
      stopping = true;
      await starting; // one that has just been started is not forgotten
      await current.stop();
    },
    kill: () => {
      stopping = true;
      current.kill();
    },
  };
}
