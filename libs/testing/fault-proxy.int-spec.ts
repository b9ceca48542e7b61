import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { FaultProxy } from './fault-proxy';
import { emptyDatabase } from './test-database';

/** A server that answers every chunk with `echo:` before it. */
class EchoServer {
  readonly heard: string[] = [];
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  static async start(name = 'echo'): Promise<EchoServer> {
    const server = createServer({ allowHalfOpen: true });
    const echo = new EchoServer(server);
    server.on('connection', (socket) => {
      echo.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('data', (chunk: Buffer) => {
        echo.heard.push(chunk.toString());
        socket.write(`${name}:${chunk.toString()}`);
      });
      socket.on('end', () => socket.end('bye'));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return echo;
  }

  get url(): string {
    return `tcp://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }
}

/** What one client sends and sees. */
class Caller {
  said = '';
  error: string | undefined;
  readonly closed: Promise<void>;

  private constructor(readonly socket: Socket) {
    socket.on('data', (chunk: Buffer) => (this.said += chunk.toString()));
    socket.on('error', (error: NodeJS.ErrnoException) => (this.error = error.code));
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
  }

  static async call(proxy: FaultProxy): Promise<Caller> {
    const socket = connect({ port: proxy.port, host: '127.0.0.1', allowHalfOpen: true });
    const caller = new Caller(socket);
    await once(socket, 'connect');
    return caller;
  }

  async hears(text: string): Promise<void> {
    await vi.waitFor(() => expect(this.said).toBe(text), { interval: 5, timeout: 5000 });
  }
}

describe('FaultProxy', () => {
  let server: EchoServer;
  let proxy: FaultProxy;
  beforeEach(async () => {
    server = await EchoServer.start();
    proxy = await FaultProxy.to(server.url);
  });
  afterEach(async () => {
    await proxy.close();
    await server.stop();
  });

  it('passes everything, half-closed connections too', async () => {
    const caller = await Caller.call(proxy);
    caller.socket.end('hello');
    await caller.closed;
    expect(caller.said).toBe('echo:hellobye');
    expect(caller.error).toBeUndefined();
    await vi.waitFor(() => expect(proxy.connections).toEqual([]));
  });

  it('passes more than its buffers hold, in order', async () => {
    const long = 'x'.repeat(8_000_000);
    const caller = await Caller.call(proxy);
    caller.socket.end(long);
    await caller.closed;
    expect(server.heard.join('')).toBe(long);
    expect(caller.said.replaceAll('echo:', '')).toBe(`${long}bye`);
  });

  it('delays both directions, and keeps the order when the delay ends', async () => {
    const caller = await Caller.call(proxy);
    proxy.apply({ kind: 'delay', ms: 100 });
    const startedMs = performance.now();
    caller.socket.write('slow');
    await caller.hears('echo:slow');
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(199);
    caller.socket.write('first ');
    await vi.waitFor(() => expect(proxy.connections[0]?.isAwaiting).toBe(true), { interval: 1 });
    proxy.heal();
    caller.socket.write('second');
    await vi.waitFor(() => expect(server.heard.join('')).toBe('slowfirst second'));
  });

  it('is a black hole for old and new connections, and lets the bytes through when it is healed', async () => {
    const old = await Caller.call(proxy);
    old.socket.write('before');
    await old.hears('echo:before');
    proxy.apply({ kind: 'black_hole' });
    const fresh = await Caller.call(proxy);
    old.socket.write('old');
    fresh.socket.write('new');
    const other = await FaultProxy.to(server.url);
    const witness = await Caller.call(other);
    witness.socket.write('witness');
    await witness.hears('echo:witness');
    await other.close();
    expect(server.heard).toEqual(['before', 'witness']);
    proxy.heal();
    await old.hears('echo:beforeecho:old');
    await fresh.hears('echo:new');
  });

  it('silences the connections that there are, and no other', async () => {
    const old = await Caller.call(proxy);
    proxy.silence();
    old.socket.write('unheard');
    const fresh = await Caller.call(proxy);
    fresh.socket.write('heard');
    await fresh.hears('echo:heard');
    expect(server.heard).toEqual(['heard']);
  });

  it('holds answers back: the server has heard the request, the client hears when it is healed', async () => {
    const caller = await Caller.call(proxy);
    proxy.apply({ kind: 'hold_answers' });
    caller.socket.write('question');
    await vi.waitFor(() => expect(server.heard).toEqual(['question']));
    expect(proxy.connections[0]?.isAwaiting).toBe(true);
    expect(caller.said).toBe('');
    proxy.heal();
    await caller.hears('echo:question');
    expect(proxy.connections[0]?.isAwaiting).toBe(false);
  });

  it('loses answers for good, and resets a connection that lost some when it is healed', async () => {
    const [losing, sound] = [await Caller.call(proxy), await Caller.call(proxy)];
    const lost = proxy.connections.find((each) => each.clientPort === losing.socket.localPort);
    lost?.apply({ kind: 'drop_answers' });
    losing.socket.write('lost');
    sound.socket.write('sound');
    await sound.hears('echo:sound');
    await vi.waitFor(() => expect(lost?.isAwaiting).toBe(false));
    expect(server.heard.toSorted()).toEqual(['lost', 'sound']);
    proxy.heal();
    await losing.closed;
    expect(losing).toMatchObject({ said: '', error: 'ECONNRESET' });
    sound.socket.write('!');
    await sound.hears('echo:soundecho:!');
  });

  it('drops the answer to the one request that is meant, then resets its connection', async () => {
    const [meant, other] = [await Caller.call(proxy), await Caller.call(proxy)];
    const dropped = proxy.dropNextAnswer({ resetAfterMs: 0, where: (request) => request.includes('COMMIT') });
    other.socket.write('select');
    await other.hears('echo:select');
    meant.socket.write('COMMIT');
    await dropped;
    await meant.closed;
    expect(meant).toMatchObject({ said: '', error: 'ECONNRESET' });
    expect(server.heard).toEqual(['select', 'COMMIT']);
    other.socket.write('COMMIT');
    await other.hears('echo:selectecho:COMMIT');
  });

  it('gives up waiting for a request that does not come', async () => {
    const patience = new AbortController();
    const dropped = proxy.dropNextAnswer({}, patience.signal);
    patience.abort();
    await expect(dropped).rejects.toThrow('No such request');
    const caller = await Caller.call(proxy);
    caller.socket.write('spared');
    await caller.hears('echo:spared');
  });

  it('resets, refuses, and takes connections again on the same port, to another server', async () => {
    const { port } = proxy;
    const caller = await Caller.call(proxy);
    proxy.reset();
    await caller.closed;
    expect(caller.error).toBe('ECONNRESET');
    await proxy.cut();
    await expect(Caller.call(proxy)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    const successor = await EchoServer.start('successor');
    proxy.retarget(successor.url);
    await proxy.restore();
    expect(proxy.port).toBe(port);
    const late = await Caller.call(proxy);
    late.socket.write('hi');
    await late.hears('successor:hi');
    await successor.stop();
  });

  it('resets a client whose server is not there', async () => {
    await server.stop();
    const caller = await Caller.call(proxy);
    await caller.closed;
    expect(caller.error).toBe('ECONNRESET');
    server = await EchoServer.start();
  });
});

describe('FaultProxy before PostgreSQL', () => {
  let database: Awaited<ReturnType<typeof emptyDatabase>>;
  let proxy: FaultProxy;
  beforeAll(async () => {
    database = await emptyDatabase();
    proxy = await FaultProxy.to(database.url);
  });
  afterAll(async () => {
    await proxy.close();
    await database.drop();
  });

  async function client(url: string): Promise<Client> {
    const opened = new Client({ connectionString: url });
    opened.on('error', () => undefined);
    await opened.connect();
    return opened;
  }

  it('loses the answer to a COMMIT that has happened', async () => {
    const behind = await client(proxy.urlOf(database.url));
    const direct = await client(database.url);
    await behind.query('create table facts (id int)');
    await behind.query('begin');
    await behind.query('insert into facts values (1)');
    const dropped = proxy.dropNextAnswer({ resetAfterMs: 0, where: (request) => request.includes('commit') });
    await expect(behind.query('commit')).rejects.toThrow(/ECONNRESET|Connection terminated/);
    await dropped;
    expect((await direct.query('select id from facts')).rows).toEqual([{ id: 1 }]);
    await direct.end();
  });
});
