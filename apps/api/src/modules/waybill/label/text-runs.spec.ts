import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textRuns, wrapText } from './text-runs';

describe('textRuns', () => {
  const fontOf = (character: string) =>
    /[a-z ]/.test(character) ? 'latin' : /[□北京]/.test(character) ? 'han' : undefined;

  it('splits where the font changes', () => {
    expect(textRuns('li 北京 x', fontOf)).toEqual([
      { font: 'latin', text: 'li ' },
      { font: 'han', text: '北京' },
      { font: 'latin', text: ' x' },
    ]);
  });

  it('shows a box for what no font has, and a blank for control characters', () => {
    expect(textRuns('a\n\t😀b', fontOf)).toEqual([
      { font: 'latin', text: 'a ' },
      { font: 'han', text: '□' },
      { font: 'latin', text: 'b' },
    ]);
  });
});

describe('wrapText', () => {
  const widthOf = (text: string) => Array.from(text).length;

  it('breaks Latin between words and Chinese anywhere', () => {
    expect(wrapText('12 Long Street Beijing', 10, widthOf)).toEqual(['12 Long', 'Street', 'Beijing']);
    expect(wrapText('北京市朝阳区建国路93号', 5, widthOf)).toEqual(['北京市朝阳', '区建国路', '93号']);
  });

  it('breaks a word that is wider than the line', () => {
    expect(wrapText('a Donaudampfschiff', 6, widthOf)).toEqual(['a', 'Donaud', 'ampfsc', 'hiff']);
  });

  it('never makes a line too wide and never loses a character', () => {
    const text = fc.array(fc.constantFrom('a', 'bc', ' ', '北', 'wwwwwwwwwwww', '9'), { maxLength: 30 });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 9 }), (parts, width) => {
        const lines = wrapText(parts.join(''), width, widthOf);
        expect(lines.filter((line) => widthOf(line) > width)).toEqual([]);
        expect(lines.join('').replaceAll(' ', '')).toBe(parts.join('').replaceAll(' ', ''));
      }),
    );
  });
});
