import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually } from '#lib/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AllowList } from './allow-list';
import { OutboundClient, type OutboundOptions, type OutboundResult } from './outbound-client';
import type { NameAnswer } from './resolve';

/** Answers on every address of the loopback, and counts the connections by the address that they were made to. */
let receiver: Server;
let port: number;
let opened: string[];
let answer: { readonly status: number; readonly headers?: Record<string, string>; readonly isEndless?: boolean };
let names: Record<string, NameAnswer>;
let asked: number;
let allow: string;
let client: OutboundClient;

const clientWith = (options: Partial<OutboundOptions> = {}): OutboundClient =>
  new OutboundClient({
    policy: () => ({ allowHttp: true, allowList: AllowList.parse(allow) ?? AllowList.NOTHING }),
    resolve: (host) => {
      asked += 1;
      return Promise.resolve(names[host] ?? { addresses: [], ttlS: 0 });
    },
    ...options,
  });

beforeEach(async () => {
  [opened, asked, allow, names] = [[], 0, '127.0.0.0/8, a.test, b.test', {}];
  answer = { status: 200 };
  receiver = createServer((request, response) => {
    const flood = (): void => {
      while (!response.destroyed && response.write('x'.repeat(4096)));
    };
    request.resume().on('end', () => {
      response.writeHead(answer.status, answer.headers);
      response.on('drain', flood);
      if (answer.isEndless === true) flood();
      else response.end();
    });
  });
  receiver.on('connection', (socket) => opened.push(socket.localAddress ?? ''));
  await new Promise<void>((resolve) => receiver.listen(0, '0.0.0.0', resolve));
  ({ port } = receiver.address() as AddressInfo);
  client = clientWith();
});
afterEach(() => {
  client.onModuleDestroy();
  receiver.closeAllConnections();
  receiver.close();
});

const post = (host: string, by = client): Promise<OutboundResult> =>
  by.post({ url: `http://${host}:${port}/`, headers: {}, body: '{}' });
const idle = (count: number, of = client): Promise<number> =>
  eventually(
    () => of.idleConnections,
    (connections) => connections === count,
  );
const delivered = { kind: 'answered', status: 200 };

describe('a connection', () => {
  it('serves one request after the other', async () => {
    for (let n = 0; n < 20; n++) {
      expect(await post('127.0.0.1')).toMatchObject(delivered);
      await idle(1);
    }
    expect(opened).toEqual(['127.0.0.1']);
  });

  it('is not shared with another name, though both lead to one address', async () => {
    names = { 'a.test': { addresses: ['127.0.0.1'], ttlS: 60 }, 'b.test': { addresses: ['127.0.0.1'], ttlS: 60 } };
    await post('a.test');
    await idle(1);
    await post('b.test');
    expect(opened).toHaveLength(2);
  });

  it('is not used any more when its name has moved', async () => {
    names = { 'a.test': { addresses: ['127.0.0.1'], ttlS: 0 } };
    await post('a.test');
    await idle(1);
    names = { 'a.test': { addresses: ['127.0.0.2'], ttlS: 0 } };
    expect(await post('a.test')).toMatchObject(delivered);
    expect(opened).toEqual(['127.0.0.1', '127.0.0.2']);
  });

  it('is not used any more when its address is not allowed any more', async () => {
    names = { 'a.test': { addresses: ['127.0.0.1'], ttlS: 60 } };
    await post('a.test');
    await idle(1);
    allow = '';
    expect(await post('a.test')).toMatchObject({ kind: 'unreached', reason: 'refused_target' });
    expect(await post('127.0.0.1')).toMatchObject({ kind: 'unreached', reason: 'refused_target' });
  });

  it('that its receiver has closed meanwhile costs no attempt', async () => {
    // Every address answers the first request of a connection and hangs up on the second.
    const fickle = createServer((request, response) => {
      const isFirst = request.socket.bytesWritten === 0;
      if (isFirst) request.resume().on('end', () => response.end());
      else request.socket.destroy();
    });
    await new Promise<void>((resolve) => fickle.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(fickle.address() as AddressInfo).port}/`;
    for (let n = 0; n < 3; n++) {
      expect(await client.post({ url, headers: {}, body: '{}' })).toMatchObject(delivered);
    }
    fickle.closeAllConnections();
    fickle.close();
  });

  it('is closed after an answer that was not read to its end', async () => {
    answer = { status: 200, isEndless: true };
    expect(await post('127.0.0.1')).toMatchObject(delivered);
    await eventually(
      () => new Promise<number>((resolve) => receiver.getConnections((_, count) => resolve(count))),
      (connections) => connections === 0,
    );
    expect(client.idleConnections).toBe(0);
  });

  it('goes before its receiver would close it, and at once when that is said to be soon', async () => {
    answer = { status: 200, headers: { 'keep-alive': 'timeout=1' } };
    await post('127.0.0.1');
    await post('127.0.0.1');
    expect(opened).toHaveLength(2);
    expect(client.idleConnections).toBe(0);
  });

  it('that has been idle for long is closed', async () => {
    const impatient = clientWith({ idle: { idleMs: 20 } });
    await post('127.0.0.1', impatient);
    await idle(0, impatient);
    await post('127.0.0.1', impatient);
    expect(opened).toHaveLength(2);
  });
});

describe('all connections together', () => {
  it('are no more than the limit: the one that was idle longest is closed', async () => {
    const small = clientWith({ idle: { total: 2 } });
    for (const host of ['127.0.0.1', '127.0.0.2', '127.0.0.3']) await post(host, small);
    await idle(2, small);
    await post('127.0.0.3', small);
    await post('127.0.0.2', small);
    expect(opened).toEqual(['127.0.0.1', '127.0.0.2', '127.0.0.3']);
    await post('127.0.0.1', small);
    expect(opened).toHaveLength(4);
  });
});

describe('the answer of a name server', () => {
  it('counts for as long as it says, and no longer', async () => {
    names = { 'a.test': { addresses: ['127.0.0.1'], ttlS: 60 }, 'b.test': { addresses: ['127.0.0.1'], ttlS: 0 } };
    for (const host of ['a.test', 'a.test', 'b.test', 'b.test']) await post(host);
    expect(asked).toBe(3);
  });

  it('that there is no such name is not kept', async () => {
    expect(await post('a.test')).toMatchObject({ reason: 'name_not_resolved' });
    names = { 'a.test': { addresses: ['127.0.0.1'], ttlS: 60 } };
    expect(await post('a.test')).toMatchObject(delivered);
  });
});
