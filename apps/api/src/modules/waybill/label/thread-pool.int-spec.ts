import { Worker } from 'node:worker_threads';
import { eventually } from '#lib/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { ThreadPool, type ThreadPoolOptions } from './thread-pool';

/** A thread that does as it is told: echoes, works until somebody lets go, fails, dies, or hangs. */
const THREAD = `
  const { parentPort } = require('node:worker_threads');
  parentPort.on('message', ({ what, gate }) => {
    if (what === 'hang') for (;;);
    if (what === 'die') process.exit(7);
    if (what === 'throw') throw new Error('broken');
    if (what === 'fail') return parentPort.postMessage({ kind: 'failed', message: 'no such letter' });
    if (what === 'wait') Atomics.wait(new Int32Array(gate), 0, 0);
    parentPort.postMessage({ kind: 'done', result: what });
  });`;

interface Request {
  readonly what: string;
  readonly gate?: SharedArrayBuffer;
}

let pool: ThreadPool<Request, string>;
let started = 0;
afterEach(() => pool.close());

function open(options: Partial<ThreadPoolOptions> = {}): void {
  started = 0;
  pool = new ThreadPool({
    start: () => {
      started += 1;
      return new Worker(THREAD, { eval: true });
    },
    maxThreads: 2,
    queueLimit: 3,
    deadlineMs: 10_000,
    hungMs: 20_000,
    idleMs: 60_000,
    refuse: (why) => new Error(why),
    ...options,
  });
}

const run = (what: string): Promise<string> => pool.run({ what });

/** Occupies threads until it is opened. */
function aGate(): { wait: () => Promise<string>; open: () => void } {
  const gate = new SharedArrayBuffer(4);
  return {
    wait: () => pool.run({ what: 'wait', gate }),
    open: () => {
      Atomics.store(new Int32Array(gate), 0, 1);
      Atomics.notify(new Int32Array(gate), 0);
    },
  };
}

describe('ThreadPool', () => {
  it('starts threads only for work, as many as there is, and uses them again', async () => {
    open();
    expect(pool.size).toBe(0);
    expect(await run('a')).toBe('a');
    expect(await run('b')).toBe('b');
    expect(started).toBe(1);
    const gate = aGate();
    const held = [gate.wait(), gate.wait(), run('c')];
    expect(pool.size).toBe(2);
    gate.open();
    expect(await Promise.all(held)).toEqual(['wait', 'wait', 'c']);
    expect(started).toBe(2);
  });

  it('refuses what finds every thread and every place in the queue taken', async () => {
    open();
    const gate = aGate();
    const held = Array.from({ length: 5 }, () => gate.wait());
    await expect(run('x')).rejects.toThrow('full');
    gate.open();
    expect(await Promise.all(held)).toHaveLength(5);
    expect(await run('y')).toBe('y');
  });

  it('answers late what is not done by its deadline, whether it waits or is at work', async () => {
    open({ deadlineMs: 200, maxThreads: 1, queueLimit: 1 });
    const gate = aGate();
    const late = [gate.wait(), run('behind')].map((one) => expect(one).rejects.toThrow('late'));
    await Promise.all(late);
    // What was given up leaves its place in the queue, and the thread goes on where it was.
    const next = run('next');
    gate.open();
    expect(await next).toBe('next');
    expect(started).toBe(1);
  });

  it('ends a thread that hangs, and goes on with another', async () => {
    open({ hungMs: 200, maxThreads: 1, deadlineMs: 5_000 });
    const hung = expect(run('hang')).rejects.toThrow('late');
    expect(await run('behind')).toBe('behind');
    await hung;
    expect(started).toBe(2);
  });

  it('tells what failed, and replaces a thread that dies', async () => {
    open({ maxThreads: 1 });
    await expect(run('fail')).rejects.toThrow('no such letter');
    expect(await run('a')).toBe('a');
    expect(started).toBe(1);
    const [dead, next] = [run('die'), run('b')];
    await expect(dead).rejects.toThrow('code 7');
    expect(await next).toBe('b');
    await expect(run('throw')).rejects.toThrow('broken');
    expect(await run('c')).toBe('c');
    expect(started).toBe(3);
  });

  it('lets go of threads that have nothing to do', async () => {
    open({ idleMs: 1 });
    await run('a');
    await eventually(
      () => pool.size,
      (size) => size === 0,
    );
    expect(await run('b')).toBe('b');
    expect(started).toBe(2);
  });

  it('ends with everything refused that is not done', async () => {
    open({ maxThreads: 1 });
    const gate = aGate();
    const held = [gate.wait(), run('a')].map((one) => expect(one).rejects.toThrow('closed'));
    await pool.close();
    await Promise.all(held);
    expect(pool.size).toBe(0);
    await expect(run('b')).rejects.toThrow('closed');
  });
});
