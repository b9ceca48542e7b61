import { Duplex } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import type { DuplexCall } from './calls';
import { runPaced } from './paced-stream';

interface Pending {
  readonly request: string;
  readonly done: () => void;
}

/** A stream as grpc-js has it, and what the handler makes of it. */
function start({ underWay = 2, highWaterMark = 16 } = {}) {
  const written: string[] = [];
  const held: (() => void)[] = [];
  let reads = true;
  const stream = new Duplex({
    objectMode: true,
    highWaterMark,
    read: () => undefined,
    write: (answer: string, _, done) => {
      written.push(answer);
      if (reads) done();
      else held.push(done);
    },
  });
  const pending: Pending[] = [];
  const drain = new AbortController();
  const ended = runPaced(stream as unknown as DuplexCall<string, string>, {
    underWay,
    drain: drain.signal,
    answer: (request) => new Promise((answer) => pending.push({ request, done: () => answer(`${request}!`) })),
  });
  return {
    stream,
    written,
    pending,
    drain,
    ended,
    stopReading: () => (reads = false),
    readOn: () => {
      reads = true;
      for (const done of held.splice(0)) done();
    },
  };
}

const names = (pending: readonly Pending[]): string[] => pending.map(({ request }) => request);

describe('a paced stream', () => {
  it('has no more under way than it may, and takes the next one for each that is answered', async () => {
    const { stream, pending, written } = start();
    for (const request of ['a', 'b', 'c', 'd']) stream.push(request);
    await vi.waitFor(() => expect(names(pending)).toEqual(['a', 'b']));
    pending[1]?.done();
    await vi.waitFor(() => expect(names(pending)).toEqual(['a', 'b', 'c']));
    expect(written).toEqual(['b!']);
  });

  it('ends when the caller has ended and all is answered', async () => {
    const { stream, pending, written, ended } = start({ underWay: 8 });
    stream.push('a');
    stream.push('b');
    stream.push(null);
    await vi.waitFor(() => expect(pending).toHaveLength(2));
    for (const { done } of pending) done();
    await ended;
    expect(written).toEqual(['a!', 'b!']);
    expect(stream.writableEnded).toBe(true);
  });

  it('takes nothing more from a caller who does not read', async () => {
    const { stream, pending, stopReading, readOn } = start({ underWay: 1, highWaterMark: 1 });
    stopReading();
    for (const request of ['a', 'b']) stream.push(request);
    await vi.waitFor(() => expect(pending).toHaveLength(1));
    pending[0]?.done();
    await new Promise((turn) => setImmediate(turn));
    expect(names(pending)).toEqual(['a']);
    readOn();
    await vi.waitFor(() => expect(names(pending)).toEqual(['a', 'b']));
  });

  it('answers what is under way when the process drains, takes nothing more, and says so', async () => {
    const { stream, pending, written, drain, ended } = start({ underWay: 1 });
    stream.push('a');
    stream.push('b');
    await vi.waitFor(() => expect(pending).toHaveLength(1));
    drain.abort();
    pending[0]?.done();
    await expect(ended).rejects.toMatchObject({ code: 'grpc.draining' });
    expect(written).toEqual(['a!']);
    expect(names(pending)).toEqual(['a']);
  });

  it('is over at once when the caller hangs up', async () => {
    const { stream, pending, written, ended } = start();
    stream.push('a');
    await vi.waitFor(() => expect(pending).toHaveLength(1));
    stream.emit('cancelled');
    await ended;
    pending[0]?.done();
    await new Promise((turn) => setImmediate(turn));
    expect(written).toEqual([]);
  });
});
