import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJsonText } from './parse';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** JSON as clients write it, with all kinds of white space and escapes, and with brackets and quotes inside strings. */
const value = fc.jsonValue({ maxDepth: 5, stringUnit: 'binary' });
const spacedJson = fc.tuple(value, fc.constantFrom(0, 1, 2, '\t')).map(([v, space]) => JSON.stringify(v, null, space));
const reserved = /"(?:__proto__|constructor|prototype)"\s*:/;
const unstorable = /\\u(?:0000|d[89a-f])/i;

describe('parseJsonText', () => {
  it('gives what JSON.parse gives', () => {
    fc.assert(
      fc.property(spacedJson, (text) => {
        fc.pre(!reserved.test(text) && !unstorable.test(text));
        expect(parseJsonText(text)).toEqual({ ok: true, value: JSON.parse(text) });
      }),
    );
  });

  it('never accepts what JSON.parse refuses, and refuses nothing else that is cut or changed', () => {
    const mutated = fc
      .tuple(spacedJson, fc.nat(), fc.constantFrom('', '"', '\\', '{', '}', '[', ']', ':', ',', '\n'))
      .map(([text, at, put]) => text.slice(0, at % (text.length + 1)) + put + text.slice((at % (text.length + 1)) + 1));
    fc.assert(
      fc.property(mutated, (text) => {
        const result = parseJsonText(text);
        if (!isJson(text)) expect(result.ok).toBe(false);
        else if (result.ok) expect(result.value).toEqual(JSON.parse(text));
        else expect(result.errors[0]?.detail).toMatch(/twice|reserved|surrogates/);
      }),
      { numRuns: 2_000 },
    );
  });

  it('finds a repeated name wherever it is and however it is written', () => {
    const name = fc
      .string({ minLength: 1 })
      .filter((text) => !['__proto__', 'constructor', 'prototype'].includes(text));
    fc.assert(
      fc.property(fc.array(name, { maxLength: 4 }), name, value, (path, twice, filler) => {
        const escaped = `"${twice.replace(/[^]/g, (c) => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'))}"`;
        const inner = `{${JSON.stringify(twice)}:${JSON.stringify(filler)},${escaped}:0}`;
        fc.pre(!reserved.test(inner) && !unstorable.test(inner));
        const text = path.reduceRight(
          (below, step) => `[0,{"other":"}],{:","step":{${JSON.stringify(step)}:${below}}}]`,
          inner,
        );
        const pointer = path.map((step) => `/1/step/${encode(step)}`).join('') + `/${encode(twice)}`;
        expect(parseJsonText(text)).toEqual({ ok: false, errors: [{ pointer, detail: 'the name appears twice' }] });
      }),
    );
  });

  it('points at every text that cannot be stored', () => {
    const text = '{"a":["x","\\u0000"],"b/c":{"\\udc00":1},"pair":"\\ud83d\\ude00"}';
    const result = parseJsonText(text);
    expect(result).toMatchObject({ ok: false, errors: [{ pointer: '/a/1' }, { pointer: '/b~1c/\uFFFD' }] });
  });

  it('refuses names that replace a prototype, but not the words in texts', () => {
    expect(parseJsonText('{"a":[{"__proto__":1}]}')).toMatchObject({
      ok: false,
      errors: [{ pointer: '/a/0/__proto__' }],
    });
    expect(parseJsonText('{"\\u005f_proto__":1}').ok).toBe(false);
    expect(parseJsonText('["__proto__","constructor"]').ok).toBe(true);
  });

  it('takes 64 levels and no more, in a time that grows with the length alone', () => {
    const nested = (levels: number): string => '[{"a":'.repeat(levels / 2) + '1' + '}]'.repeat(levels / 2);
    expect(parseJsonText(nested(64)).ok).toBe(true);
    expect(parseJsonText(nested(66))).toMatchObject({
      ok: false,
      errors: [{ detail: expect.stringContaining('64 levels') }],
    });
    expect(parseJsonText('['.repeat(8_000_000)).ok).toBe(false);
    expect(parseJsonText(`"${'\\'.repeat(1_000_000)}"`).ok).toBe(true);
    expect(parseJsonText(`"${'\\"'.repeat(1_000_000)}"`).ok).toBe(true);
  });

  it('says where the text stops being JSON without repeating it', () => {
    const result = parseJsonText('{"secret":"hunter2",}');
    expect(result).toMatchObject({
      ok: false,
      errors: [{ pointer: '', detail: expect.stringMatching(/^not valid JSON/) }],
    });
    expect(JSON.stringify(result)).not.toContain('hunter2');
    expect(parseJsonText(' \n')).toMatchObject({ errors: [{ detail: expect.stringContaining('empty') }] });
  });

  it('lists at most 50 faults', () => {
    const many = `[${Array.from({ length: 80 }, () => '"\\u0000"').join()}]`;
    expect(parseJsonText(many)).toMatchObject({ errors: { length: 50 } });
    const twins = `[${Array.from({ length: 80 }, () => '{"a":1,"a":2}').join()}]`;
    expect(parseJsonText(twins)).toMatchObject({ errors: { length: 50 } });
  });
});

function encode(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}
