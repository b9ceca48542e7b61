import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseIdempotencyKey } from './key';

const printable = fc.string({
  unit: fc.integer({ min: 0x20, max: 0x7e }).map((c) => String.fromCharCode(c)),
  minLength: 1,
  maxLength: 255,
});

describe('parseIdempotencyKey', () => {
  it('reads a structured-field string back as what was quoted', () => {
    fc.assert(
      fc.property(printable, (key) => {
        const quoted = `"${key.replace(/["\\]/g, '\\$&')}"`;
        expect(parseIdempotencyKey(quoted)).toEqual({ ok: true, key });
      }),
    );
  });

  it('reads the same key bare', () => {
    expect(parseIdempotencyKey(' 7c0f7f2e-6d0c ')).toEqual(parseIdempotencyKey('"7c0f7f2e-6d0c"'));
  });

  it.each([
    '',
    '""',
    '"',
    '"a',
    '"a"b"',
    '"a\\b"',
    '"a\\"',
    'a\tb',
    'schlüssel',
    'x'.repeat(256),
    `"${'x'.repeat(256)}"`,
  ])('refuses %j', (header) =>
    expect(parseIdempotencyKey(header)).toMatchObject({ ok: false, detail: expect.any(String) }),
  );
});
