import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Medium: thin strokes of small characters break up on thermal printers. */
const WEIGHT = 500;
/** Kerning and ligatures: reading them for every label takes two thirds of the time that it takes to draw one. */
const LAYOUT_TABLES = ['GSUB', 'GPOS', 'GDEF'];

/** Every font file of the package with the characters that it has. */
interface Coverage {
  readonly folder: string;
  readonly fontOf: ReadonlyMap<string, string>;
  readonly charactersOf: ReadonlyMap<string, string>;
}

/**
 * Noto Sans SC: Simplified Chinese with Latin, Cyrillic and kana, in about a hundred files of related characters. A
 * label needs ten or twenty of them, so each is turned into what a PDF can embed when it is first needed and is kept:
 * at most 6 MB when every character has been printed.
 */
export class LabelFonts {
  private coverage: Promise<Coverage> | undefined;
  private readonly loaded = new Map<string, Promise<Buffer>>();

  /** Names the font of a character; undefined where there is none. */
  async lookup(): Promise<(character: string) => string | undefined> {
    const { fontOf } = await this.read();
    return (character) => fontOf.get(character);
  }

  /** A TrueType font. A failure is not kept: the next label tries again. */
  async load(font: string): Promise<Buffer> {
    let loading = this.loaded.get(font);
    if (loading === undefined) {
      loading = this.convert(font);
      this.loaded.set(font, loading);
      loading.catch(() => this.loaded.delete(font));
    }
    return loading;
  }

  private async convert(font: string): Promise<Buffer> {
    const [{ default: subsetFont }, { folder, charactersOf }] = await Promise.all([import('subset-font'), this.read()]);
    const file = await readFile(join(folder, 'files', `noto-sans-sc-${font}-wght-normal.woff2`));
    const characters = charactersOf.get(font) ?? '';
    return subsetFont(file, characters, {
      targetFormat: 'truetype',
      variationAxes: { wght: WEIGHT },
      dropTables: LAYOUT_TABLES,
    });
  }

  private read(): Promise<Coverage> {
    this.coverage ??= readCoverage();
    return this.coverage;
  }
}

async function readCoverage(): Promise<Coverage> {
  const folder = dirname(createRequire(__filename).resolve('@fontsource-variable/noto-sans-sc/package.json'));
  const ranges = JSON.parse(await readFile(join(folder, 'unicode.json'), 'utf8')) as Record<string, string>;
  const fontOf = new Map<string, string>();
  const charactersOf = new Map<string, string>();
  for (const [key, list] of Object.entries(ranges)) {
    const font = key.replace(/[[\]]/g, '');
    const characters = charactersIn(list);
    charactersOf.set(font, characters.join(''));
    // The named files stand last: Latin text stays in one font although others have its digits as well.
    for (const character of characters) fontOf.set(character, font);
  }
  return { folder, fontOf, charactersOf };
}

/** Reads CSS unicode ranges: `U+20-7e,U+2014`. */
function charactersIn(list: string): string[] {
  return list.split(',').flatMap((range) => {
    const [first = '', last = first] = range.replace(/^U\+/i, '').split('-');
    const [from, to] = [Number.parseInt(first, 16), Number.parseInt(last, 16)];
    return Array.from({ length: to - from + 1 }, (_, index) => String.fromCodePoint(from + index));
  });
}
