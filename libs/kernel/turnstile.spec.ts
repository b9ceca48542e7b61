import { describe, expect, it } from 'vitest';
import { Turnstile } from './turnstile';

/** Work that ends when it is told to. */
function held(): { work: () => Promise<string>; end: () => void; started: () => boolean } {
  let end = (): void => undefined;
  let started = false;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const work = async (): Promise<string> => {
    started = true;
    await ended;
    return 'done';
  };
  return { work, end: () => end(), started: () => started };
}

const refuse = (): Error => new Error('full');
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the turnstile', () => {
  it('lets so many in at a time, the others in order of arrival', async () => {
    const turnstile = new Turnstile({ inside: 2, waiting: 10, refuse });
    const works = [held(), held(), held(), held()];
    const all = works.map(({ work }) => turnstile.pass(work));
    const started = (): boolean[] => works.map((each) => each.started());
    await turn();
    expect(started()).toEqual([true, true, false, false]);
    works[1]?.end();
    await turn();
    expect(started()).toEqual([true, true, true, false]);
    for (const { end } of works) end();
    expect(await Promise.all(all)).toEqual(['done', 'done', 'done', 'done']);
  });

  it('gives a place back when the work fails', async () => {
    const turnstile = new Turnstile({ inside: 1, waiting: 0, refuse });
    await expect(turnstile.pass(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await turnstile.pass(() => Promise.resolve(1))).toBe(1);
  });

  it('turns away who would wait too long or in too long a line, and nobody else', async () => {
    const turnstile = new Turnstile({ inside: 1, waiting: 1, waitMs: 5, refuse });
    const first = held();
    const inside = turnstile.pass(first.work);
    const late = turnstile.pass(() => Promise.resolve('late'));
    await expect(turnstile.pass(() => Promise.resolve())).rejects.toThrow('full');
    await expect(late).rejects.toThrow('full');
    first.end();
    expect(await inside).toBe('done');
    expect(await turnstile.pass(() => Promise.resolve('next'))).toBe('next');
  });
});
