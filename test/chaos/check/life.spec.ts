import { describe, expect, it } from 'vitest';
import { anOrderWith, eventsOf } from './an-order';
import { checkLife } from './life';
import type { OrderFacts } from './order-facts';

const broken = (order: Partial<OrderFacts>): string[] =>
  checkLife(anOrderWith(order)).map(({ invariant }) => invariant);

describe('the life of an order', () => {
  it('is sound from receipt to dispatch', () => {
    expect(checkLife(anOrderWith())).toEqual([]);
  });

  it('may hold facts that move nothing', () => {
    const events = eventsOf('received', 'paid', 'allocated', 'waybill_created', 'dispatched', 'picked_up', 'picked_up');
    const feed = [[1, 7]] as const;
    expect(broken({ events, feed, version: 7, status: 'picked_up' })).toEqual([]);
  });

  it('has no gap', () => {
    const [first, second, ...rest] = eventsOf('received', 'paid', 'allocated', 'waybill_created', 'dispatched');
    if (first === undefined || second === undefined) throw new Error('Five events');
    const events = [first, ...rest];
    expect(broken({ events, version: 4, feed: [[1, 4]] })).toContain('events are gap-free');
    expect(broken({ events, version: 4, feed: [[1, 4]] })).toContain('events follow each other');
    expect(broken({ events: [first, second, second, ...rest] })).toContain('events are gap-free');
  });

  it('takes legal steps only', () => {
    expect(broken({ events: eventsOf('received', 'dispatched'), version: 2, feed: [[1, 2]] })).toEqual([
      'steps are legal',
    ]);
    expect(broken({ events: eventsOf('paid'), status: 'paid', version: 1, feed: [[1, 1]] })).toEqual([
      'steps are legal',
    ]);
    const events = eventsOf('received', 'cancelled', 'paid');
    expect(broken({ events, status: 'paid', version: 3, feed: [[1, 3]] })).toEqual(['steps are legal']);
  });

  it('ends where the order stands, with as many events as versions', () => {
    expect(broken({ status: 'cancelled' })).toEqual(['the last event is the state']);
    expect(broken({ version: 6 })).toContain('the version counts the events');
  });

  it('is told outside once and whole', () => {
    const complaint = ['the feed tells every event once'];
    expect(broken({ feed: [[1, 4]] })).toEqual(complaint);
    expect(
      broken({
        feed: [
          [1, 5],
          [5, 5],
        ],
      }),
    ).toEqual(complaint);
    expect(
      broken({
        feed: [
          [1, 2],
          [2, 4],
        ],
      }),
    ).toEqual(complaint);
  });
});
