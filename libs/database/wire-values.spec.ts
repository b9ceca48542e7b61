import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrayText, wireValues } from './wire-values';

describe('arrays as they are sent', () => {
  it('writes every kind of element', () => {
    expect(arrayText([])).toBe('{}');
    expect(arrayText(['a', ''])).toBe('{"a",""}');
    expect(arrayText(['say "no"', 'c:\\temp', 'a,{b}'])).toBe('{"say \\"no\\"","c:\\\\temp","a,{b}"}');
    expect(arrayText([null, undefined, 'NULL'])).toBe('{NULL,NULL,"NULL"}');
    expect(arrayText([null, '{"a":"b"}'])).toBe('{null,"{\\"a\\":\\"b\\"}"}');
    expect(arrayText(['"', 'a\nb'])).toBe('{"\\"","a\nb"}');
    expect(arrayText(['"', '\ud83d\ude9a'])).toBe('{"\\"","\ud83d\ude9a"}');
    expect(arrayText([1, -0.5, 2n, true])).toBe('{1,-0.5,2,true}');
    expect(arrayText([new Date(0)])).toBe('{1970-01-01T00:00:00.000Z}');
    expect(arrayText([Buffer.from('ff00', 'hex')])).toBe('{\\\\xff00}');
    expect(arrayText([{ a: 'b' }])).toBe('{"{\\"a\\":\\"b\\"}"}');
  });

  it('keeps every text apart from its neighbours, whatever is in it', () => {
    const special = fc.constantFrom('"', '\\', ',', '{', '}', ' ', 'a', 'NULL', '\n');
    fc.assert(
      fc.property(fc.array(fc.option(fc.string({ unit: fc.oneof(special, fc.string()) }))), (items) => {
        expect(readBack(arrayText(items))).toEqual(items);
      }),
    );
  });

  it('leaves what is no array as it is', () => {
    const date = new Date();
    expect(wireValues([1, 'a', null, date, ['x']])).toEqual([1, 'a', null, date, '{"x"}']);
  });
});

/** What PostgreSQL reads, for arrays of quoted texts and NULL. */
function readBack(text: string): (string | null)[] {
  const elements = text.slice(1, -1).match(/"(?:[^"\\]|\\[^])*"|NULL/gi) ?? [];
  return elements.map((element) =>
    element.toUpperCase() === 'NULL' ? null : element.slice(1, -1).replace(/\\([^])/g, '$1'),
  );
}
