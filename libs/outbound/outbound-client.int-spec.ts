import { createServer, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AllowList } from './allow-list';
import { OutboundClient, type OutboundResult } from './outbound-client';
import type { Resolve } from './resolve';

let sentinel: TcpServer;
let connections = 0;
let port = 0;
let receiver: Server | undefined;

beforeAll(async () => {
  sentinel = createTcpServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  port = await listen(sentinel, '::');
});
afterAll(() => void sentinel.close());
afterEach(() => {
  receiver?.closeAllConnections();
  receiver?.close();
  receiver = undefined;
});

function listen(server: TcpServer, host: string): Promise<number> {
  return new Promise((resolve) => server.listen(0, host, () => resolve((server.address() as AddressInfo).port)));
}

async function receive(answer: Parameters<typeof createServer>[1]): Promise<number> {
  receiver = createServer(answer as never);
  return listen(receiver, '127.0.0.1');
}

/** What a name server answers, and stands by for a minute. */
const says = (...addresses: string[]): ReturnType<Resolve> => Promise.resolve({ addresses, ttlS: 60 });

interface Options {
  readonly allow?: string;
  readonly resolve?: Resolve;
  readonly timeoutMs?: number;
}

function post(url: string, { allow = '', resolve, timeoutMs }: Options = {}): Promise<OutboundResult> {
  const allowList = AllowList.parse(allow);
  if (allowList === undefined) throw new Error(`${allow} is no allow-list`);
  const client = new OutboundClient({ policy: () => ({ allowHttp: true, allowList }), resolve, timeoutMs });
  return client.post({ url, headers: { 'content-type': 'application/json' }, body: '{}' });
}

/** Ways to write a place that is not public; `PORT` stands for the sentinel's. */
const HOSTS = [
  '127.0.0.1',
  '127.1',
  '127.0.1',
  '127.255.255.254',
  '2130706433',
  '017700000001',
  '0x7f000001',
  '0x7f.0.0.1',
  '0177.0.0.1',
  '0x7f.1',
  '0177.1',
  '127.0.0.1.',
  '127.0x0.0.0x1',
  '%31%32%37.0.0.1',
  '１２７.0.0.1',
  '①②⑦.0.0.1',
  '127。0。0。1',
  '0',
  '0x0',
  '00',
  '0.0.0.0',
  '0.0',
  'localhost',
  'LOCALHOST',
  'localhost.',
  'a.localhost',
  'a.localhost.',
  'l%6fcalhost',
  'ｌｏｃａｌｈｏｓｔ',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::]',
  '[::127.0.0.1]',
  '[::7f00:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[0:0:0:0:0:ffff:7f00:0001]',
  '[::ffff:0:127.0.0.1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b:1::127.0.0.1]',
  '[2002:7f00:1::]',
  '[2001:0:0:0:0:0:80ff:fffe]',
  '[fe80::1]',
  '[fd00::1]',
  '[fc00::1]',
  '[ff02::1]',
  '[fec0::1]',
  '[2001:db8::1]',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.0.1',
  '169.254.169.254',
  '2852039166',
  '0xa9fea9fe',
  '100.64.0.1',
  '192.0.2.1',
  '198.18.0.1',
  '198.51.100.7',
  '203.0.113.7',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '192.88.99.1',
  'metadata.google.internal',
  'printer.local',
];

/** What a resolver may say of an honest-looking name. */
const ANSWERS: readonly (readonly string[])[] = [
  ['127.0.0.1'],
  ['::1'],
  ['0.0.0.0'],
  ['::'],
  ['::ffff:127.0.0.1'],
  ['10.1.2.3'],
  ['192.168.1.1'],
  ['169.254.169.254'],
  ['fd00::1'],
  ['fe80::1'],
  ['64:ff9b::7f00:1'],
  ['2002:7f00:1::'],
  ['93.184.215.14', '127.0.0.1'],
  ['2606:4700::1111', '::1'],
  ['127.0.0.1', '1.1.1.1'],
  ['127.1'],
  ['2130706433'],
  ['not an address'],
];

describe('a place that is not public', () => {
  it.each(HOSTS)('is not connected to as %s', async (host) => {
    const before = connections;
    for (const url of [`http://${host}:${port}/`, `http://${host}/`, `https://${host}:${port}/`]) {
      expect(await post(url, { resolve: () => says('127.0.0.1') })).toMatchObject({
        reason: 'refused_target',
      });
    }
    expect(connections).toBe(before);
  });

  it.each(ANSWERS)('is not connected to when a name leads to %s, %s', async (...addresses) => {
    const before = connections;
    const resolve: Resolve = () => says(...addresses.filter((address) => address !== ''));
    expect(await post('http://hooks.example.com/', { resolve })).toMatchObject({ reason: 'refused_target' });
    expect(connections).toBe(before);
  });

  it('is not connected to by a name that is public when it is checked and not when it is called', async () => {
    const before = connections;
    const told = ['192.0.2.0', '127.0.0.1'];
    let asked = 0;
    const resolve: Resolve = () => says(told[Math.min(asked++, 1)] ?? '');
    // The test network stands for a public address: it is allow-listed here, the sentinel's address is not.
    const result = await post('http://hooks.example.com/', { resolve, allow: '192.0.2.0/24', timeoutMs: 200 });
    expect(result.kind).toBe('unreached');
    expect(asked).toBe(1);
    expect(connections).toBe(before);
  });

  it.each([301, 302, 303, 307, 308])('is not connected to by a redirect with %i', async (status) => {
    const before = connections;
    const at = await receive((_request, response) => {
      response.writeHead(status, { location: `http://127.0.0.1:${port}/` }).end();
    });
    expect(await post(`http://127.0.0.1:${at}/`, { allow: '127.0.0.1' })).toMatchObject({ kind: 'answered', status });
    expect(connections).toBe(before);
  });

  it('is known to the sentinel when it is allowed: it counts', async () => {
    const before = connections;
    expect(await post(`http://127.0.0.1:${port}/`, { allow: '127.0.0.0/8' })).toMatchObject({
      reason: 'connection_lost',
    });
    expect(connections).toBe(before + 1);
  });
});

describe('a request', () => {
  it('goes to the address that was checked under the name of the host', async () => {
    const seen: string[] = [];
    const at = await receive((request, response) => {
      seen.push(request.headers.host ?? '', request.url ?? '', request.headers['content-length'] ?? '');
      response.writeHead(200).end();
    });
    const resolve: Resolve = () => says('127.0.0.1');
    const result = await post(`http://hooks.example.com:${at}/a?b=c`, { resolve, allow: 'hooks.example.com' });
    expect(result).toMatchObject({ kind: 'answered', status: 200 });
    expect(seen).toEqual([`hooks.example.com:${at}`, '/a?b=c', '2']);
  });

  it('tells the answer and what it asks for, and drops a body without end', async () => {
    const at = await receive((_request, response) => {
      response.writeHead(503, { 'retry-after': '7' });
      const flood = (): void => {
        while (!response.destroyed && response.write('x'.repeat(4096)));
      };
      response.on('drain', flood);
      flood();
    });
    const result = await post(`http://127.0.0.1:${at}/`, { allow: '127.0.0.1' });
    expect(result).toMatchObject({ kind: 'answered', status: 503, retryAfter: '7' });
    expect(result.durationMs).toBeLessThan(2000);
  });

  it('ends in time: without an answer, with half a header, with a name that nobody resolves', async () => {
    const silent = createTcpServer((socket: Socket) => void socket.on('error', () => undefined));
    const half = createTcpServer(
      (socket: Socket) => void socket.on('error', () => undefined).write('HTTP/1.1 200 OK\r\nx: '),
    );
    const options = { allow: '127.0.0.1', timeoutMs: 150 };
    for (const server of [silent, half]) {
      const at = await listen(server, '127.0.0.1');
      expect(await post(`http://127.0.0.1:${at}/`, options)).toMatchObject({ reason: 'timeout' });
      server.close();
    }
    const never: Resolve = () => new Promise(() => undefined);
    expect(await post('http://hooks.example.com/', { ...options, resolve: never })).toMatchObject({
      reason: 'timeout',
    });
    const nobody: Resolve = () => says();
    expect(await post('http://hooks.example.com/', { resolve: nobody })).toMatchObject({ reason: 'name_not_resolved' });
  });

  it('tells a listener that is not there from one that speaks no TLS', async () => {
    const gone = createTcpServer();
    const closed = await listen(gone, '127.0.0.1');
    await new Promise((resolve) => gone.close(resolve));
    expect(await post(`http://127.0.0.1:${closed}/`, { allow: '127.0.0.1' })).toMatchObject({
      reason: 'connection_refused',
    });
    const plain = await receive((_request, response) => void response.end());
    expect(await post(`https://127.0.0.1:${plain}/`, { allow: '127.0.0.1' })).toMatchObject({ kind: 'unreached' });
  });
});
