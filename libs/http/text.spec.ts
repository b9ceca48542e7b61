import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { text } from './text';
import { validate } from './validate';

const detail = (value: unknown): string[] => {
  const result = validate(text(2, 4), value);
  return result.ok ? [] : result.errors.map((error) => error.detail);
};

describe('text', () => {
  it('is trimmed and normalized to NFC', () => {
    expect(text(1, 4).parse('  e\u0301a ')).toBe('\u00e9a');
  });

  it('counts its length after that', () => {
    expect(detail(' e\u0301a ')).toEqual([]);
    expect(detail(' a ')).toEqual([expect.stringContaining('>=2')]);
    expect(detail('abcd')).toEqual([]);
    expect(detail('abcde')).toEqual([expect.stringContaining('<=4')]);
    expect(detail(7)).toEqual([expect.stringContaining('expected string')]);
  });

  it.each(['a\0b', 'a\ud800', '\udc00a'])('refuses %j, which no database stores', (value) => {
    expect(detail(value)).toEqual(['must not contain NUL or lone surrogates']);
  });

  it('takes what stands for a character in two units', () => {
    expect(detail('\u{1f4e6}')).toEqual([]);
  });

  it('is documented with its bounds, also where it is optional', () => {
    const schema = z.toJSONSchema(z.object({ name: text(1, 64), other: text(2, 3).optional() }));
    expect(schema.properties).toEqual({
      name: { type: 'string', minLength: 1, maxLength: 64 },
      other: { type: 'string', minLength: 2, maxLength: 3 },
    });
  });
});
