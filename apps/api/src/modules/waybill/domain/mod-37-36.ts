/** The characters of ISO/IEC 7064 MOD 37,36; a character's value is its place. */
export const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

const M = ALPHABET.length;

/**
 * ISO/IEC 7064:2003, clause 9 (hybrid systems): P(1) = M; S(j) = P(j) + a(j); P(j+1) = 2 × S(j) mod M, where a
 * remainder of 0 counts as M, mod (M + 1). Undefined for text with characters outside the alphabet.
 */
function product(text: string): number | undefined {
  let p = M;
  for (const character of text) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) return undefined;
    p = (((p + value) % M || M) * 2) % (M + 1);
  }
  return p;
}

/** The check character to append: the one for which P(n) + a ≡ 1 (mod M). Undefined outside the alphabet. */
export function checkCharacter(text: string): string | undefined {
  const p = product(text);
  return p === undefined ? undefined : ALPHABET[(M + 1 - p) % M];
}

/** Whether the last character is the check character of those before it. */
export function isChecked(text: string): boolean {
  return text.length > 1 && checkCharacter(text.slice(0, -1)) === text.at(-1);
}
