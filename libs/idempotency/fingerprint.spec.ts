import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, fingerprint } from './fingerprint';

/** The same value with the members of every object in another order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).reverse();
  return Object.fromEntries(members.map(([name, member]) => [name, reversed(member)]));
}

/** Any JSON that the edge lets through. */
const payload = fc.jsonValue().filter((value) => !JSON.stringify(value).includes('__proto__'));

/** JSON knows no negative zero. */
function onTheWire(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

describe('fingerprint', () => {
  it('is the same however the members are ordered', () => {
    fc.assert(fc.property(payload, (value) => fingerprint(reversed(value)).equals(fingerprint(value))));
  });

  it('is equal for equal values alone', () => {
    fc.assert(
      fc.property(payload, payload, (a, b) => {
        const equal = isDeepStrictEqual(onTheWire(a), onTheWire(b));
        expect(fingerprint(a).equals(fingerprint(b))).toBe(equal);
      }),
    );
    expect(fingerprint(['a', 'b'])).not.toEqual(fingerprint(['b', 'a']));
    expect(fingerprint({ a: 1 })).not.toEqual(fingerprint({ a: '1' }));
    expect(fingerprint({ a: null })).not.toEqual(fingerprint({}));
    expect(fingerprint(['a,b'])).not.toEqual(fingerprint(['a', 'b']));
  });

  it('hashes canonical JSON that parses to the same value', () => {
    fc.assert(
      fc.property(payload, (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(onTheWire(value));
      }),
    );
  });

  it('ignores members without a value, as JSON does', () => {
    expect(canonicalJson({ b: undefined, a: [undefined, new Date(0)] })).toBe(
      '{"a":[null,"1970-01-01T00:00:00.000Z"]}',
    );
  });
});
