import { describe, expect, it } from 'vitest';
import { decode, encode, type HistoryRecord } from './history';

const RECORDS: HistoryRecord[] = [
  { do: 'cancel_sent', at: 1, id: 'A' },
  { do: 'cancel_answered', at: 2, id: 'A', status: 200 },
];

describe('the history', () => {
  it('is read as it was written', () => {
    expect(decode(encode(RECORDS))).toEqual(RECORDS);
    expect(decode('')).toEqual([]);
  });

  it('ends with the last whole line', () => {
    const text = encode(RECORDS);
    expect(decode(text.slice(0, -3))).toEqual(RECORDS.slice(0, 1));
  });
});
