import { describe, expect, it } from 'vitest';
import { defineJob, jobId } from './job-definition';
import { JobRegistry } from './job-registry';

const pay = defineJob<{ workId: string }>({ queue: 'payment', name: 'pay-orders', concurrency: 4 });
const move = defineJob<{ workId: string }>({ queue: 'dispatch', name: 'dispatch-orders', concurrency: 2 });
const nothing = () => Promise.resolve();

describe('the job registry', () => {
  it('binds each job to its one handler', () => {
    const registry = new JobRegistry();
    registry.declare(pay);
    registry.handle(pay, nothing);
    expect(registry.bound()).toEqual([{ job: pay, handler: nothing }]);
  });

  it('names every job without a handler', () => {
    const registry = new JobRegistry();
    registry.declare(pay);
    registry.declare(move);
    expect(() => registry.bound()).toThrow(/"pay-orders" has no handler; job "dispatch-orders" has no handler/);
  });

  it('names the job with two handlers', () => {
    const registry = new JobRegistry();
    registry.declare(pay);
    registry.handle(pay, nothing);
    registry.handle(pay, nothing);
    expect(() => registry.bound()).toThrow(/"pay-orders" has two handlers/);
  });

  it('names a handler whose job nobody declares', () => {
    const registry = new JobRegistry();
    registry.handle(pay, nothing);
    expect(() => registry.bound()).toThrow(/"pay-orders" has a handler, but no module declares it/);
  });

  it('refuses two jobs on one queue, but not the same job declared twice', () => {
    const registry = new JobRegistry();
    const rival = defineJob({ queue: 'payment', name: 'refund-orders', concurrency: 1 });
    registry.declare(pay);
    registry.declare(pay);
    registry.handle(pay, nothing);
    expect(registry.bound()).toHaveLength(1);
    registry.declare(rival);
    expect(() => registry.bound()).toThrow(/queue "payment" is claimed by the jobs "pay-orders" and "refund-orders"/);
  });

  it('knows no queue that nobody declared', () => {
    expect(() => new JobRegistry().job('payment')).toThrow(/No job is declared for queue "payment"/);
  });
});

describe('a job definition', () => {
  it.each(['Payment', 'pay:ment', '1st', ''])('refuses the queue name %j', (queue) => {
    expect(() => defineJob({ queue, name: 'x', concurrency: 1 })).toThrow(/kebab-case/);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses a concurrency of %d', (concurrency) => {
    expect(() => defineJob({ queue: 'payment', name: 'x', concurrency })).toThrow(RangeError);
  });

  it('gives each dispatch of a row an id of its own, without a colon and not all digits', () => {
    const row = '0199f0c2-6d0c-7f0e-9a51-1f0b7a3f6f5e';
    expect(jobId('payment', row, 3)).toBe(`payment-${row}-3`);
    expect(jobId('payment', row, 4)).not.toBe(jobId('payment', row, 3));
  });
});
