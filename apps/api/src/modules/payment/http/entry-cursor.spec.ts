import { describe, expect, it } from 'vitest';
import { fromCursor, toCursor } from './entry-cursor';

const ID = '0199f0c2-0000-7000-8000-000000000001';

describe('the cursor of entries', () => {
  it('brings a position back', () => {
    const position = { createdAt: new Date('2026-01-02T03:04:05.678Z'), subjectId: ID, kind: 'top_up' as const };
    expect(fromCursor(toCursor(position))).toEqual(position);
  });

  it.each([
    '',
    ID,
    `x.${ID}.capture`,
    `-1.${ID}.capture`,
    `999999999999999999.${ID}.capture`,
    `1.not-an-id.capture`,
    `1.${ID}.gift`,
    `1.${ID}.toString`,
    `1.${ID}.capture.more`,
  ])('refuses %j', (cursor) => {
    expect(() => fromCursor(cursor)).toThrow(expect.objectContaining({ kind: 'invalid_input' }));
  });
});
