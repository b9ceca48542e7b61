/** A text in every language of the console: the compiler refuses one that lacks a language. */
export type Text = readonly [english: string, chinese: string];

export interface Translations {
  readonly [name: string]: Text | Translations;
}

export const LOCALES = [
  { locale: 'en', name: 'English' },
  { locale: 'zh', name: '中文' },
] as const;

export type Locale = (typeof LOCALES)[number]['locale'];

interface Messages {
  [name: string]: string | Messages;
}

function isText(value: Text | Translations): value is Text {
  return Array.isArray(value);
}

/** The texts of one language, as the interface's library takes them. */
export function messagesIn(locale: Locale, translations: Translations): Messages {
  const at = locale === 'en' ? 0 : 1;
  return Object.fromEntries(
    Object.entries(translations).map(([name, value]) => [name, isText(value) ? value[at] : messagesIn(locale, value)]),
  );
}

/** One tree of several; where two say something of the same name, the later one wins. */
export function merged(...trees: readonly object[]): object {
  const whole: Record<string, unknown> = {};
  for (const tree of trees) {
    for (const [name, value] of Object.entries(tree) as [string, unknown][]) {
      const known = whole[name];
      const areTrees = typeof known === 'object' && known !== null && typeof value === 'object' && value !== null;
      whole[name] = areTrees ? merged(known, value) : value;
    }
  }
  return whole;
}
