import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isIssuedKey, ISSUED_KEY_TTL_S, issueKey } from './issued-key';

const SECRET = Buffer.alloc(32, 7);
const MERCHANT = '0199f0c2-0000-7000-8000-000000000001';
const OTHER = '0199f0c2-0000-7000-8000-000000000002';
const NOW_MS = 1_760_000_000_000;

describe('issued keys', () => {
  it('work for their merchant, for a day', () => {
    const key = issueKey(SECRET, MERCHANT, NOW_MS, randomBytes(12));
    expect(key).toMatch(/^ik_[\w-]{24}\.[\w-]{22}$/);
    expect(isIssuedKey(SECRET, MERCHANT, key, NOW_MS)).toBe(true);
    expect(isIssuedKey(SECRET, MERCHANT, key, NOW_MS + ISSUED_KEY_TTL_S * 1000)).toBe(true);
    expect(isIssuedKey(SECRET, MERCHANT, key, NOW_MS + ISSUED_KEY_TTL_S * 1000 + 1)).toBe(false);
  });

  it('do not work for another merchant, or under another secret', () => {
    const key = issueKey(SECRET, MERCHANT, NOW_MS, randomBytes(12));
    expect(isIssuedKey(SECRET, OTHER, key, NOW_MS)).toBe(false);
    expect(isIssuedKey(Buffer.alloc(32, 8), MERCHANT, key, NOW_MS)).toBe(false);
  });

  it('any other text is none of ours, however close', () => {
    const key = issueKey(SECRET, MERCHANT, NOW_MS, Buffer.alloc(12, 1));
    const alphabet = fc.constantFrom(
      ...Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.'),
    );
    fc.assert(
      fc.property(fc.nat(key.length - 1), alphabet, (at, character) => {
        const forged = key.slice(0, at) + String.fromCharCode(character) + key.slice(at + 1);
        expect(isIssuedKey(SECRET, MERCHANT, forged, NOW_MS)).toBe(forged === key);
      }),
      { numRuns: 500 },
    );
    for (const text of ['', 'ik_', 'ik_.', `${key}A`, `x${key}`, key.slice(0, -1), 'a'.repeat(255)]) {
      expect(isIssuedKey(SECRET, MERCHANT, text, NOW_MS)).toBe(false);
    }
  });
});
