import { freePort } from '#lib/embedded';
import { testDatabase, type TestDatabase } from '#lib/testing';
import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataSourceOptions } from './data-source';
import { connectFirst } from './first-connection';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

function optionsOf(change: { readonly port?: number; readonly password?: string }) {
  const url = Object.assign(new URL(db.url), change, change.port === undefined ? {} : { port: String(change.port) });
  return dataSourceOptions({ url: url.href, poolSize: 1, prepared: true, applicationName: 'test' });
}

/** PostgreSQL begins to take connections on the port. */
async function open(port: number): Promise<Server> {
  const server = createServer((client) => {
    const line = connect(Number(new URL(db.url).port), '127.0.0.1');
    client.pipe(line).pipe(client);
    for (const side of [client, line]) side.on('error', () => undefined);
  });
  await once(server.listen(port, '127.0.0.1'), 'listening');
  return server;
}

describe('the first connection', () => {
  it('waits until PostgreSQL takes connections, and says so once', async () => {
    const port = await freePort();
    const told: unknown[] = [];
    let opened: Promise<Server> | undefined;
    const onWaiting = (error: unknown): void => {
      told.push((error as NodeJS.ErrnoException).code);
      opened = open(port);
    };
    const dataSource = await connectFirst(optionsOf({ port }), { withinMs: 10_000, onWaiting });
    expect(await dataSource.query('select 1 as one')).toEqual([{ one: 1 }]);
    expect(told).toEqual(['ECONNREFUSED']);
    await dataSource.destroy();
    (await opened)?.close();
  });

  it('is given up in time', async () => {
    const options = optionsOf({ port: await freePort() });
    const attempt = connectFirst(options, { withinMs: 100, onWaiting: () => undefined });
    await expect(attempt).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('does not wait for what no time mends', async () => {
    let waited = false;
    const onWaiting = (): void => void (waited = true);
    const attempt = connectFirst(optionsOf({ password: 'wrong' }), { withinMs: 10_000, onWaiting });
    await expect(attempt).rejects.toMatchObject({ code: '28P01' });
    expect(waited).toBe(false);
  });
});
