import { describe, expect, it } from 'vitest';
import type { HistoryRecord } from '../client/history';
import { checkKeeping, Stored, type StoredKey, type StoredOrder } from './keeping';
import { ToldSoFar } from './told';

const sent = (more: object = {}): HistoryRecord => ({
  do: 'sent',
  at: 0,
  n: 1,
  attempt: 1,
  via: 0,
  key: 'k',
  merchant: 'm',
  reference: 'r',
  hash: 'h',
  ...more,
});
const answered = (status: number, more: object = {}): HistoryRecord => ({
  do: 'answered',
  at: 0,
  n: 1,
  attempt: 1,
  status,
  ...more,
});
const unanswered: HistoryRecord = { do: 'unanswered', at: 0, n: 1, attempt: 1, why: 'timeout' };

const ORDER: StoredOrder = { id: 'A', merchant: 'm', reference: 'r', hash: 'h', status: 'paid' };
const KEY: StoredKey = { merchant: 'm', key: 'k', resourceId: 'A' };

function broken(
  history: readonly HistoryRecord[],
  orders: readonly StoredOrder[],
  keys: readonly StoredKey[],
): string[] {
  const [told, stored] = [new ToldSoFar(), new Stored()];
  for (const record of history) told.add(record);
  for (const order of orders) stored.addOrder(order);
  for (const key of keys) stored.addKey(key);
  return checkKeeping(told, stored).map(({ invariant }) => invariant);
}

describe('what clients were told', () => {
  it('is kept: acknowledged orders are there, once, under their id', () => {
    expect(broken([sent(), answered(201, { id: 'A' })], [ORDER], [KEY])).toEqual([]);
    expect(broken([sent(), answered(201, { id: 'A' })], [], [])).toEqual(['acknowledged is stored']);
    expect(broken([sent(), answered(201, { id: 'A' })], [{ ...ORDER, reference: 'x' }], [KEY])).toContain(
      'acknowledged is stored',
    );
    expect(broken([sent(), answered(201, { id: 'A' })], [ORDER], [])).toEqual(['acknowledged is bound to its key']);
  });

  it('leaves open what was not answered: there once, or not at all', () => {
    expect(broken([sent(), unanswered], [], [])).toEqual([]);
    expect(broken([sent(), unanswered], [ORDER], [KEY])).toEqual([]);
    const twin = { ...ORDER, id: 'B' };
    expect(broken([sent(), unanswered], [ORDER, twin], [KEY, { ...KEY, resourceId: 'B' }])).toEqual([
      'one order per reference',
      'a key is bound once',
      'one order per key',
    ]);
  });

  it('answers a retry with the same id', () => {
    const retry = sent({ attempt: 2 });
    const replayed = answered(201, { id: 'A', attempt: 2, replayed: true });
    expect(broken([sent(), unanswered, retry, replayed], [ORDER], [KEY])).toEqual([]);
    const first = [sent(), answered(201, { id: 'A' }), retry];
    const other = { ...ORDER, id: 'B', reference: 'r2' };
    expect(broken([...first, answered(201, { id: 'B' })], [ORDER, other], [KEY])).toContain('a retry gets the same id');
    const taken = answered(409, { id: 'A', code: 'order.reference_taken' });
    expect(broken([...first, taken], [ORDER], [KEY])).toEqual(['a retry gets the same id']);
  });

  it('names the order that took a reference', () => {
    const rival = sent({ n: 2, key: 'k2' });
    const taken = (id: string) => answered(409, { n: 2, id, code: 'order.reference_taken' });
    const first = [sent(), answered(201, { id: 'A' }), rival];
    const keys = [KEY, { ...KEY, key: 'k2', resourceId: 'nobody' }];
    expect(broken([...first, taken('A')], [ORDER], keys)).toEqual([]);
    expect(broken([...first, taken('B')], [ORDER], keys)).toEqual(['a taken reference names its order']);
  });

  it('is about what was asked for, and nothing else is stored', () => {
    expect(broken([sent(), unanswered], [{ ...ORDER, hash: 'x' }], [KEY])).toEqual(['an order is what was asked for']);
    expect(broken([], [ORDER], [])).toEqual(['every order was asked for']);
  });

  it('holds no answer that a sound request never gets', () => {
    expect(broken([sent(), answered(422, { code: 'idempotency.key_reused' })], [], [])).toEqual([
      'only expected answers',
    ]);
    expect(broken([sent(), answered(503), answered(500), answered(429), answered(401)], [], [])).toEqual([]);
  });

  it('keeps cancelled orders cancelled', () => {
    const cancel: HistoryRecord[] = [
      { do: 'cancel_sent', at: 0, id: 'A' },
      { do: 'cancel_answered', at: 0, id: 'A', status: 200 },
    ];
    const history = [sent(), answered(201, { id: 'A' }), ...cancel];
    expect(broken(history, [{ ...ORDER, status: 'cancelled' }], [KEY])).toEqual([]);
    expect(broken(history, [ORDER], [KEY])).toEqual(['cancelled is cancelled']);
  });

  it('answers nothing that was never sent', () => {
    expect(() => broken([answered(201, { id: 'A' })], [], [])).toThrow('never sent');
  });
});
