import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { readWork } from './read-books';

const POLL_MS = 100;

/** Resolves with the time at which no work was left (ms since 1970), or undefined when some is still there at `untilMs`. */
export async function quietBy(databaseUrl: string, untilMs: number): Promise<number | undefined> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (;;) {
      if ((await readWork(client)).length === 0) return Date.now();
      if (Date.now() > untilMs) return undefined;
      await delay(POLL_MS);
    }
  } finally {
    await client.end();
  }
}
