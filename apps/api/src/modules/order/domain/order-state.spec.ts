import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import {
  isCancellable,
  isTerminal,
  mayFollow,
  ORDER_STATE_MACHINE,
  ORDER_STATUSES,
  type OrderStatus,
} from './order-state';
import { transition } from './transition';
import { validateStateMachine } from './validate-state-machine';

const TERMINAL: OrderStatus[] = ['delivered', 'returned', 'cancelled', 'rejected', 'expired', 'lost'];

function order(status: OrderStatus, version = 3) {
  return { id: 'o', status, paymentStatus: 'none' as const, version };
}

const PAIRS = ORDER_STATUSES.flatMap((from) => ORDER_STATUSES.map((to) => ({ from, to })));

describe('the order state machine', () => {
  it('is sound', () => {
    expect(validateStateMachine(ORDER_STATE_MACHINE, 'received', TERMINAL)).toEqual([]);
  });

  it.each(PAIRS.filter(({ from, to }) => mayFollow(from, to)))('takes $from to $to with one event', ({ from, to }) => {
    expect(transition(order(from), [{ to }])).toMatchObject({ status: to, version: 4, fromVersion: 3 });
  });

  it.each(PAIRS.filter(({ from, to }) => from !== to && !mayFollow(from, to)))(
    'refuses $from to $to',
    ({ from, to }) => {
      expect(() => transition(order(from), [{ to }])).toThrow(`cannot go from ${from} to ${to}`);
    },
  );

  it('lets a merchant cancel until the parcel is picked up, and never after', () => {
    const cancellable = ORDER_STATUSES.filter(isCancellable);
    expect(cancellable).toEqual([
      'received',
      'awaiting_payment',
      'paid',
      'backordered',
      'allocated',
      'waybill_created',
      'dispatched',
    ]);
  });

  it('counts one version per step on any walk, and ends where the last step led', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { maxLength: 30 }), (choices) => {
        const steps: { to: OrderStatus }[] = [];
        let at: OrderStatus = 'received';
        for (const choice of choices) {
          const next: readonly OrderStatus[] = ORDER_STATE_MACHINE[at];
          const to: OrderStatus | undefined = next[choice % Math.max(1, next.length)];
          if (to === undefined) break;
          steps.push({ to });
          at = to;
        }
        const walked = transition(order('received', 1), steps);
        expect(walked).toMatchObject({ status: at, version: 1 + steps.length });
        expect(isTerminal(at)).toBe(TERMINAL.includes(at));
      }),
    );
  });
});

describe('the validation of a state machine', () => {
  it.each([
    [{ a: ['b'], b: [], c: [] }, ['b', 'c'], 'c cannot be reached from a'],
    [{ a: ['b'], b: ['a'] }, ['b'], 'b is terminal but has a way out'],
    [{ a: ['b'], b: [] }, [], 'b has no way out'],
    [{ a: ['a', 'b'], b: [] }, ['b'], 'a leads to itself'],
    [{ a: ['b', 'b'], b: [] }, ['b'], 'a names a step twice'],
    [{ a: ['b', 'x'], b: [] }, ['b'], 'a leads to the unknown state x'],
  ])('finds what is wrong with %j', (machine, terminal, fault) => {
    expect(validateStateMachine(machine, 'a', terminal)).toContain(fault);
  });
});
