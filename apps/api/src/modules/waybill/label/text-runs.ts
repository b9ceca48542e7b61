/** A piece of text that one font has all characters of. */
export interface TextRun {
  readonly font: string;
  readonly text: string;
}

/** Stands for a character that no font has. */
export const REPLACEMENT = '□';

/** Splits a text where the font changes. `fontOf` names a character's font, or undefined where there is none. */
export function textRuns(text: string, fontOf: (character: string) => string | undefined): TextRun[] {
  const runs: { font: string; text: string }[] = [];
  for (const original of text.replace(/\p{Cc}+/gu, ' ')) {
    const character = fontOf(original) === undefined ? REPLACEMENT : original;
    const font = fontOf(character);
    if (font === undefined) continue;
    const last = runs.at(-1);
    if (last?.font === font) last.text += character;
    else runs.push({ font, text: character });
  }
  return runs;
}

/** Latin words with the blanks behind them; of Chinese and its kin each character, since it may end a line anywhere. */
const PIECES = /[\u2e80-\uffef]\s*|[^\s\u2e80-\uffef]+\s*|\s+/gu;

/** Breaks a text into lines no wider than `width`; a single word that is wider is broken within. */
export function wrapText(text: string, width: number, widthOf: (text: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  const fits = (more: string) => widthOf((line + more).trimEnd()) <= width;
  for (const piece of text.trim().match(PIECES) ?? []) {
    if (!fits(piece) && line !== '') {
      lines.push(line.trimEnd());
      line = '';
    }
    if (fits(piece)) line += piece;
    else
      for (const character of piece) {
        if (!fits(character) && line !== '') {
          lines.push(line);
          line = '';
        }
        line += character;
      }
  }
  return line.trim() === '' ? lines : [...lines, line.trimEnd()];
}
