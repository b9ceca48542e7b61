import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { text } from './text';
import { byName, validate } from './validate';

const schema = z.strictObject({
  lines: z.array(z.strictObject({ sku: text(1, 4), quantity: z.int().min(1) })).max(3),
  when: z.union([z.literal('now'), z.strictObject({ at: z.iso.datetime(), zone: z.string() })]).optional(),
});

function pointers(value: unknown): string[] {
  const result = validate(schema, value);
  return result.ok ? [] : result.errors.map((error) => error.pointer);
}

describe('validate', () => {
  it('points at every fault, unknown fields one by one', () => {
    expect(pointers({ lines: [{ sku: '', quantity: 0, 'a/b': 1, c: 2 }] }).sort()).toEqual([
      '/lines/0/a~1b',
      '/lines/0/c',
      '/lines/0/quantity',
      '/lines/0/sku',
    ]);
    expect(pointers({})).toEqual(['/lines']);
    expect(pointers(7)).toEqual(['']);
  });

  it('explains a union by the alternative that came closest', () => {
    expect(pointers({ lines: [], when: { at: 'soon', zone: 'UTC' } })).toEqual(['/when/at']);
  });

  it('names parameters by their plain name', () => {
    const result = validate(z.strictObject({}), { 'a/b': 1 }, byName);
    expect(result).toEqual({ ok: false, errors: [{ pointer: 'a/b', detail: 'unknown field' }] });
  });

  it('lists at most 50 faults', () => {
    const many = Object.fromEntries(Array.from({ length: 80 }, (_, n) => [`f${n}`, n]));
    expect(pointers(many)).toHaveLength(50);
  });
});

describe('text', () => {
  it('is trimmed and normalized before it is measured', () => {
    expect(text(1, 4).parse('  Cafe\u0301  ')).toBe('Caf\u00e9');
    expect(text(1, 4).safeParse('     ').success).toBe(false);
    expect(text(1, 4).safeParse('12345').success).toBe(false);
  });

  it('takes pairs of surrogates, but no lone one and no NUL', () => {
    expect(text(1, 4).safeParse('\u{1F600}').success).toBe(true);
    for (const bad of ['\ud83d', 'a\ude00', 'a\0']) expect(text(1, 4).safeParse(bad).success).toBe(false);
  });
});
