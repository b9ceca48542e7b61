import { describe, expect, it } from 'vitest';
import { type Fact, firstOfEach, inOrder, isReceiptOf } from './fact';

function fact(eventId: string, orderId: string, at: number, code: Fact['code'] = 'arrived_at_facility'): Fact {
  return { eventId, orderId, code, occurredAt: new Date(at) };
}

describe('facts', () => {
  it('are applied by order and as they happened, however a scanner sent them', () => {
    const facts = [fact('1', 'b', 1), fact('2', 'a', 5), fact('3', 'a', 2), fact('4', 'a', 2)];
    expect(inOrder(facts).map(({ eventId }) => eventId)).toEqual(['3', '4', '2', '1']);
  });

  it('count once within a batch, too', () => {
    const facts = [fact('1', 'a', 1), fact('2', 'a', 2), fact('1', 'b', 3)];
    expect(firstOfEach(facts)).toEqual([facts[0], facts[1]]);
  });

  it('know their receipt by order and code', () => {
    const receipt = {
      eventId: '1',
      orderId: 'a',
      code: 'lost' as const,
      outcome: 'moved' as const,
      orderStatus: 'lost' as const,
      sequence: 9,
    };
    expect(isReceiptOf(receipt, fact('1', 'a', 1, 'lost'))).toBe(true);
    expect(isReceiptOf(receipt, fact('1', 'b', 1, 'lost'))).toBe(false);
    expect(isReceiptOf(receipt, fact('1', 'a', 1, 'damaged'))).toBe(false);
  });
});
