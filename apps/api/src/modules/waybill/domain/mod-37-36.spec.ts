import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALPHABET, checkCharacter, isChecked } from './mod-37-36';

const CHARACTERS = Array.from(ALPHABET);
const character = fc.constantFrom(...CHARACTERS);
const text = fc.array(character, { minLength: 1, maxLength: 20 }).map((characters) => characters.join(''));

describe('ISO 7064 MOD 37,36', () => {
  it.each([
    ['A12425GABC1234002', 'M'], // the example of the Global Release Identifier standard
    ['00000000D07A0090', 'Q'], // ISAN 0000-0000-D07A-0090-Q
    ['00000000D07A009000000000', 'X'], // the same with its version, ISAN …-0000-0000-X
    ['779185342C2390308610', '5'], // EIDR 10.5240/7791-8534-2C23-9030-8610-5
  ])('gives %s the published check character %s', (number, check) => {
    expect(checkCharacter(number)).toBe(check);
    expect(isChecked(number + check)).toBe(true);
  });

  it('accepts its own check character and no other', () => {
    fc.assert(
      fc.property(text, (number) => {
        expect(CHARACTERS.filter((check) => isChecked(number + check))).toEqual([checkCharacter(number)]);
      }),
    );
  });

  it('notices every substitution of one character', () => {
    fc.assert(
      fc.property(text, fc.nat(), character, (number, place, other) => {
        const whole = `${number}${checkCharacter(number) ?? ''}`;
        const at = place % whole.length;
        fc.pre(whole[at] !== other);
        expect(isChecked(whole.slice(0, at) + other + whole.slice(at + 1))).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  it('notices every swap of neighbours but one pair of values in 630, whatever stands before it', () => {
    // Clause 5 of the standard promises hybrid systems single substitutions; of transpositions, nearly all.
    const missed = CHARACTERS.map((before) => swapsMissedAfter(before));
    expect(missed).toEqual(missed.map(() => 1));
  });

  it('has no check character for text outside the alphabet', () => {
    expect(checkCharacter('abc')).toBeUndefined();
    expect(isChecked('A-B')).toBe(false);
    expect(isChecked('')).toBe(false);
  });
});

/** In how many of the 630 pairs of values a swap keeps the check character, behind the intermediate value of `before`. */
function swapsMissedAfter(before: string): number {
  const pairs = CHARACTERS.flatMap((a) => CHARACTERS.filter((b) => a < b).map((b) => [a, b] as const));
  return pairs.filter(([a, b]) => checkCharacter(before + a + b) === checkCharacter(before + b + a)).length;
}
