import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALPHABET } from './mod-37-36';
import { groupWaybillNumber, isWaybillNumber, normalizeWaybillNumber, waybillNumber } from './waybill-number';

const serial = fc.nat({ max: Number.MAX_SAFE_INTEGER });

describe('waybill numbers', () => {
  it('are 15 characters with the serial in base 36', () => {
    expect(waybillNumber(0)).toMatch(/^LH000000000000[0-9A-Z]$/);
    expect(waybillNumber(36 ** 3 - 1)).toMatch(/^LH000000000ZZZ[0-9A-Z]$/);
  });

  it('are valid, differ for different serials, and can be typed in groups', () => {
    fc.assert(
      fc.property(serial, serial, (one, other) => {
        const number = waybillNumber(one);
        expect(isWaybillNumber(number)).toBe(true);
        expect(number === waybillNumber(other)).toBe(one === other);
        expect(normalizeWaybillNumber(groupWaybillNumber(number).toLowerCase())).toBe(number);
      }),
    );
  });

  it('with one wrong character are refused', () => {
    const wrong = fc.record({
      at: fc.nat({ max: 14 }),
      value: fc.constantFrom(...Array.from(ALPHABET)),
    });
    fc.assert(
      fc.property(serial, wrong, (one, { at, value }) => {
        const number = waybillNumber(one);
        fc.pre(number[at] !== value);
        expect(isWaybillNumber(number.slice(0, at) + value + number.slice(at + 1))).toBe(false);
      }),
    );
  });
});
