import { describe, expect, it } from 'vitest';
import type { HistoryRecord } from '../client/history';
import { RedoneRequests } from './double-runs';

const sent = (n: number, at: number, via: number, attempt = 1): HistoryRecord => ({
  do: 'sent',
  at,
  n,
  attempt,
  via,
  key: 'k',
  merchant: 'm',
  reference: 'r',
  hash: 'h',
});
const answered = (n: number, at: number): HistoryRecord => ({
  do: 'answered',
  at,
  n,
  attempt: 2,
  status: 201,
  id: 'A',
});

describe('requests that a paused process does again', () => {
  it('were sent to it while it stood still, and were done elsewhere before it came back', () => {
    const requests = new RedoneRequests([{ place: 0, fromMs: 100, toMs: 200, redoneRows: 0 }]);
    const history = [
      [sent(1, 110, 0), sent(1, 150, 1, 2), answered(1, 160)], // redone
      [sent(2, 110, 1), answered(2, 120)], // sent to the other
      [sent(3, 90, 0), answered(3, 99)], // before
      [sent(4, 110, 0), answered(4, 210)], // answered after it had come back
      [sent(5, 110, 0)], // never answered
    ];
    for (const record of history.flat()) requests.add(record);
    expect(requests.count).toBe(1);
  });
});
