import { describe, expect, it } from 'vitest';
import { liveLine, Tally } from './tally';

describe('the live line', () => {
  it('says what happened since the line before', () => {
    const tally = new Tally();
    Object.assign(tally, { placed: 150, dispatched: 140, scans: 400, delivered: 40, waiting: 3 });
    tally.fault('503');
    expect(liveLine(tally, { placed: 50, delivered: 0 }, 2)).toBe(
      'placed 150 (50/s) · waiting 3 · on the road 100 · scans 400 · delivered 40 (20/s) · errors 1',
    );
  });

  it('lists the most frequent faults first', () => {
    const tally = new Tally();
    for (const what of ['a', 'b', 'b']) tally.fault(what);
    expect(tally.faults()).toEqual([
      ['b', 2],
      ['a', 1],
    ]);
  });
});
