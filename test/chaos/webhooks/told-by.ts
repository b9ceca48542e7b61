import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';

const POLL_MS = 250;

const UNTOLD = `
  select (select count(*)::int from live.webhook_streams) as streams,
    exists (select 1 from live.event_feed where (xid, id) > (select xid, feed_id from live.webhook_feed_cursor)) as unread`;

/** A second failure in a row puts a message off by five minutes: nobody waits for that here. */
const HASTEN = [
  `update live.webhook_streams set due_at = now() where due_at > now() + interval '6 s' and claim is null`,
  `update live.webhook_endpoints set held_until = null, failures = 0, probes = 0 where held_until > now() + interval '15 s'`,
];

/** Resolves with the time at which every message had been told or given up, or undefined when some waits at `untilMs`. */
export async function toldBy(databaseUrl: string, untilMs: number): Promise<number | undefined> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (;;) {
      const { rows } = await client.query<{ streams: number; unread: boolean }>(UNTOLD);
      if (rows[0]?.streams === 0 && !rows[0].unread) return Date.now();
      if (Date.now() > untilMs) return undefined;
      for (const statement of HASTEN) await client.query(statement);
      await delay(POLL_MS);
    }
  } finally {
    await client.end();
  }
}
