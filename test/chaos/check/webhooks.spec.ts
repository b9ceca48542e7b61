import { describe, expect, it } from 'vitest';
import type { Heard } from '../webhooks/heard';
import { WebhookAudit } from './webhooks';

const SUBSCRIPTION = { endpoint: 'e', merchant: 'm', secret: 's' };
const heard = (sequence: number, changes: Partial<Heard> = {}): Heard => ({
  do: 'heard',
  at: 0,
  endpoint: 'e',
  id: `id-${sequence}`,
  order: 'o',
  sequence,
  signed: true,
  accepted: true,
  ...changes,
});
const broken = (...all: readonly Heard[]): string[] => {
  const audit = new WebhookAudit();
  for (const each of all) audit.add(each);
  return audit.compare([SUBSCRIPTION], [{ order: 'o', merchant: 'm', last: 3 }]).map(({ invariant }) => invariant);
};

describe('what a receiver was told', () => {
  it('is right when each event came in its order, with repetitions under their ids', () => {
    expect(broken(heard(1), heard(1), heard(2, { accepted: false }), heard(2), heard(1), heard(3))).toEqual([]);
  });

  it.each([
    ['an event is missing', [heard(1), heard(3)], 'every event is told by webhook'],
    [
      'an event was only refused',
      [heard(1), heard(2), heard(3, { accepted: false })],
      'every event is told by webhook',
    ],
    ['a later one came first', [heard(1), heard(3), heard(2)], 'webhooks of an order come in order'],
    [
      'a refused one was overtaken',
      [heard(1), heard(2, { accepted: false }), heard(3), heard(2)],
      'webhooks of an order come in order',
    ],
    ['a signature is wrong', [heard(1), heard(2, { signed: false }), heard(3)], 'a webhook is signed'],
    [
      'a repetition has another id',
      [heard(1), heard(1, { id: 'other' }), heard(2), heard(3)],
      'a webhook is repeated under its id',
    ],
    ['more is told than happened', [heard(1), heard(2), heard(3), heard(4)], 'only what happened is told'],
    [
      'an order is told of that is not there',
      [heard(1), heard(2), heard(3), heard(1, { order: 'x' })],
      'only what happened is told',
    ],
  ])('is wrong when %s', (_, all, invariant) => {
    expect(broken(...all)).toContain(invariant);
  });
});
