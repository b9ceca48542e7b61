import { mkdtempSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { removeServerData, startRedis, type EmbeddedServer } from '#lib/embedded';
import { testRedis } from '#lib/testing';
import { defineJob, type JobHandler } from './job-definition';
import { Queues } from './queues';

const pay = defineJob<{ workId: string }>({ queue: 'payment', name: 'pay-orders', concurrency: 2 });

/** Stands between the queues and Redis, and can be cut, or go silent without closing a connection. */
class Line {
  private server: Server = createServer();
  private readonly sockets = new Set<Socket>();
  private readonly silenced = new WeakSet<Socket>();
  private port = 0;

  constructor(private target: string) {}

  get url(): string {
    return Object.assign(new URL(this.target), { hostname: '127.0.0.1', port: String(this.port) }).href;
  }

  async restore(target = this.target): Promise<void> {
    this.target = target;
    this.server = createServer((near) => this.join(near));
    await new Promise<void>((done) => this.server.listen(this.port, '127.0.0.1', done));
    this.port = (this.server.address() as AddressInfo).port;
  }

  async cut(): Promise<void> {
    const closed = new Promise((done) => this.server.close(done));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  /** From now on nothing passes on the connections that there are; new ones work. */
  silence(): void {
    for (const socket of this.sockets) this.silenced.add(socket);
  }

  private join(near: Socket): void {
    const { hostname, port } = new URL(this.target);
    const far = connect(Number(port), hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(from);
      from.on('data', (chunk) => this.silenced.has(from) || to.write(chunk));
      from.on('error', () => undefined);
      from.on('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
    }
  }
}

describe('queues without Redis', () => {
  const open: Queues[] = [];
  const errors: string[] = [];
  let line: Line;
  let prefix: string;
  let url: string;
  beforeEach(async () => {
    ({ url, prefix } = await testRedis());
    line = new Line(url);
    await line.restore();
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((queues) => queues.close(1000)));
    await line.cut();
    errors.length = 0;
  });

  function start(handler: JobHandler<{ workId: string }>, redisUrl = line.url): Queues {
    const queues = new Queues({
      redisUrl,
      prefix,
      runWorkers: true,
      onError: (error) => errors.push((error as Error).message),
    });
    open.push(queues);
    queues.declare(pay);
    queues.process(pay, handler);
    queues.start();
    return queues;
  }

  const add = (queues: Queues, workId: string) =>
    queues.addBulk('payment', [{ id: `payment-${workId}-1`, data: { workId } }]);

  it('refuses to add at once while Redis is away, and works within 200 ms of its return', async () => {
    const seen: string[] = [];
    const queues = start(async ({ workId }) => void seen.push(workId));
    await vi.waitFor(() => add(queues, 'before'));
    await vi.waitFor(() => expect(seen).toEqual(['before']));
    await line.cut();
    await vi.waitFor(() => expect(add(queues, 'lost')).rejects.toThrow(/Redis is away/));
    const refused = performance.now();
    await expect(add(queues, 'lost')).rejects.toThrow(/Redis is away/);
    expect(performance.now() - refused).toBeLessThan(100);
    await line.restore();
    const back = performance.now();
    await vi.waitFor(() => add(queues, 'after'), { interval: 10 });
    await vi.waitFor(() => expect(seen).toContain('after'), { interval: 10 });
    expect(performance.now() - back).toBeLessThan(600); // 200 ms to connect, the rest for a busy machine
    expect(errors.length).toBeLessThanOrEqual(2); // one for adding, one for working: not one per attempt
  });

  it('gives up on connections that went silent: adding after a second, working after four', async () => {
    const seen: string[] = [];
    const queues = start(async ({ workId }) => void seen.push(workId));
    await vi.waitFor(() => add(queues, 'before'));
    await vi.waitFor(() => expect(seen).toEqual(['before']));
    line.silence();
    const asked = performance.now();
    await expect(add(queues, 'unanswered')).rejects.toThrow();
    expect(performance.now() - asked).toBeLessThan(1500);
    await vi.waitFor(() => add(queues, 'after'), { timeout: 2000 });
    await vi.waitFor(() => expect(seen).toContain('after'), { timeout: 6000 });
  });

  it('starts and ends although Redis never answered', async () => {
    await line.cut();
    const queues = start(async () => undefined);
    await expect(add(queues, 'never')).rejects.toThrow(/Redis is away/);
    const asked = performance.now();
    await queues.close();
    expect(performance.now() - asked).toBeLessThan(500);
    await line.restore();
  });

  it('ends without delay when Redis is away and nothing runs', async () => {
    const queues = start(async () => undefined);
    await vi.waitFor(() => add(queues, 'before'));
    await vi.waitFor(async () => expect(await queues.counts('payment')).toMatchObject({ waiting: 0, active: 0 }));
    await line.cut();
    await vi.waitFor(() => expect(add(queues, 'lost')).rejects.toThrow(/Redis is away/));
    const asked = performance.now();
    await queues.close();
    expect(performance.now() - asked).toBeLessThan(500);
    await line.restore();
  });

  it('runs the job of a dead worker again, twice over', { timeout: 40_000 }, async () => {
    const started: string[] = [];
    const victims = ['first', 'second'].map(
      (name) => async () =>
        new Promise<void>(() => {
          started.push(name);
        }),
    );
    for (const [index, victim] of victims.entries()) {
      const dying = new Line(url);
      await dying.restore();
      const queues = start(victim, dying.url);
      if (index === 0) await vi.waitFor(() => add(queues, 'heavy'));
      await vi.waitFor(() => expect(started.length).toBe(index + 1), { timeout: 12_000 });
      await dying.cut();
    }
    const seen: string[] = [];
    start(async ({ workId }) => void seen.push(workId), url);
    await vi.waitFor(() => expect(seen).toEqual(['heavy']), { timeout: 12_000 });
    expect(started).toEqual(['first', 'second']);
  });
});

describe('queues over a Redis that is killed', () => {
  const checkout = process.cwd();
  let stateFolder: string;
  let server: EmbeddedServer;
  beforeAll(() => {
    stateFolder = mkdtempSync(join(tmpdir(), 'linehaul-queue-'));
  });
  afterAll(async () => {
    await server.stop();
    removeServerData(stateFolder);
  });

  const boot = () =>
    startRedis({
      stateFolder,
      cacheFolder: join(checkout, '.linehaul', 'cache'),
      durable: false,
      environment: process.env,
    });

  it('goes on with the empty one that comes after it', async () => {
    server = await boot();
    const line = new Line(server.url);
    await line.restore();
    const seen: string[] = [];
    const queues = new Queues({ redisUrl: line.url, prefix: 'kill', runWorkers: true, onError: () => undefined });
    queues.declare(pay);
    queues.process(pay, async ({ workId }) => void seen.push(workId));
    queues.start();
    const add = (workId: string) => queues.addBulk('payment', [{ id: `payment-${workId}-1`, data: { workId } }]);
    await vi.waitFor(() => add('before'));
    await vi.waitFor(() => expect(seen).toEqual(['before']));
    server.kill();
    await server.exited;
    server = await boot();
    await line.cut();
    await line.restore(server.url);
    await vi.waitFor(() => add('after'), { timeout: 2000, interval: 10 });
    await vi.waitFor(() => expect(seen).toContain('after'), { timeout: 2000 });
    await queues.close();
    await line.cut();
  });
});
