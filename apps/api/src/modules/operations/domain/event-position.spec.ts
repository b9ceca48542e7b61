import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPosition, isBehind, parsePosition } from './event-position';

const place = fc.record({ xid: fc.bigInt({ min: 0n, max: 2n ** 62n }).map(String), id: fc.nat() });

describe('the id of a live event', () => {
  it('comes back as it was given', () => {
    fc.assert(
      fc.property(place, fc.nat({ max: 999_999 }), (at, told) => {
        expect(parsePosition(formatPosition({ ...at, told }))).toEqual({ ...at, told });
      }),
    );
  });

  it('is compared by numbers, however many digits they have', () => {
    expect(isBehind({ xid: '10', id: 1 }, { xid: '9', id: 7 })).toBe(true);
    fc.assert(
      fc.property(place, place, (a, b) => {
        expect(isBehind(a, b) && isBehind(b, a)).toBe(false);
        expect(isBehind(a, b) || isBehind(b, a)).toBe(a.xid !== b.xid || a.id !== b.id);
      }),
    );
  });

  it.each(['', '1.2', '1.2.3.4', '-1.2.3', 'a.b.c', ' 1.2.3', '1e3.2.3'])('is not %j', (text) => {
    expect(parsePosition(text)).toBeUndefined();
  });
});
