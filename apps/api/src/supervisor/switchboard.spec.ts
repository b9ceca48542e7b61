import * as fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { Switchboard } from './switchboard';

describe('the switchboard', () => {
  let board: Switchboard<string>;
  beforeEach(() => {
    board = new Switchboard();
    board.admit(1);
    board.admit(2);
    board.heard(1, 0);
    board.heard(2, 0);
  });

  it('gives the next connection to the child that holds the fewest', () => {
    board.report(1, 10);
    board.report(2, 8);
    expect(board.choose(0)).toBe(2);
    for (const connection of ['a', 'b', 'c']) board.confirm(2, board.hand(2, connection));
    expect(board.choose(0)).toBe(1);
  });

  it('waits for the child whose turn it is, but not for long', () => {
    board.heard(2, 15);
    board.report(2, 100);
    expect(board.choose(19)).toBe(1);
    expect(board.choose(20)).toBeUndefined();
    expect(board.toAsk(20)).toEqual([1]);
    expect(board.choose(29)).toBeUndefined();
    expect(board.choose(30)).toBe(2);
    board.heard(1, 31);
    expect(board.choose(31)).toBe(1);
  });

  it('shares out what waits however late one of them answers', () => {
    expect(board.toAsk(100)).toEqual([1, 2]);
    board.heard(2, 101);
    board.hand(2, 'a');
    expect(board.choose(101)).toBeUndefined();
    board.heard(1, 102);
    expect(board.choose(102)).toBe(1);
  });

  it('asks a silent child once until it is heard, and gives it nothing meanwhile', () => {
    expect(board.choose(30)).toBeUndefined();
    expect(board.toAsk(30)).toEqual([1, 2]);
    expect(board.toAsk(31)).toEqual([]);
    board.heard(1, 32);
    expect(board.choose(32)).toBe(1);
    expect(board.choose(51)).toBe(1);
    expect(board.toAsk(60)).toEqual([1]); // the other one still owes an answer
    expect(board.choose(70)).toBeUndefined();
  });

  it('hands a child no more than it confirms', () => {
    board.isolate(2);
    const ids = Array.from({ length: 16 }, () => board.hand(1, 'x'));
    expect(board.choose(0)).toBeUndefined();
    board.confirm(1, ids[0] ?? 0);
    expect(board.choose(0)).toBe(1);
  });

  it('gives nothing to an isolated child, and nothing at all when nobody is left', () => {
    board.isolate(1);
    expect(board.choose(0)).toBe(2);
    board.isolate(2);
    expect(board.choose(0)).toBeUndefined();
    expect(board.toAsk(100)).toEqual([]);
  });

  it('lets no child hold more than its limit', () => {
    board.report(1, 20_000);
    board.report(2, 20_000);
    expect(board.choose(0)).toBeUndefined();
  });

  it('lets an isolated child still confirm what it was handed', () => {
    const id = board.hand(1, 'a');
    board.isolate(1);
    expect(board.confirm(1, id)).toBe('a');
    expect(board.remove(1)).toEqual([]);
  });

  it('returns exactly what a dead child never confirmed, in order, whatever happened before', () => {
    const steps = fc.array(fc.tuple(fc.constantFrom('hand', 'confirm', 'report', 'isolate'), fc.nat(5)));
    fc.assert(
      fc.property(steps, (sequence) => {
        const tried = new Switchboard<number>();
        tried.admit(1);
        const open = new Map<number, number>();
        let connection = 0;
        for (const [step, pick] of sequence) {
          if (step === 'hand') open.set(tried.hand(1, ++connection), connection);
          if (step === 'report') tried.report(1, pick);
          if (step === 'isolate') tried.isolate(1);
          const id = [...open.keys()][pick];
          if (step === 'confirm' && id !== undefined) {
            expect(tried.confirm(1, id)).toBe(open.get(id));
            expect(tried.confirm(1, id)).toBeUndefined();
            open.delete(id);
          }
        }
        expect(tried.remove(1)).toEqual([...open.values()]);
        expect(tried.remove(1)).toEqual([]);
      }),
    );
  });
});
