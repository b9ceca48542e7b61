import { type Locale, LOCALES, messagesIn, type Translations } from './translations';

/** Texts by key, e.g. `audit.before`, of the pages that have been opened so far. */
const TEXTS = new Map<Locale, Map<string, string>>(LOCALES.map(({ locale }) => [locale, new Map<string, string>()]));

/** Adds the texts of a page that is loaded when it is opened, so that the first load does not carry them. */
export function addTexts(translations: Translations): void {
  for (const [locale, texts] of TEXTS) gather(texts, messagesIn(locale, translations), '');
}

export function textOfPage(locale: Locale, key: string): string | undefined {
  return TEXTS.get(locale)?.get(key);
}

function gather(texts: Map<string, string>, messages: object, prefix: string): void {
  for (const [name, value] of Object.entries(messages) as [string, string | object][]) {
    if (typeof value === 'string') texts.set(prefix + name, value);
    else gather(texts, value, `${prefix}${name}.`);
  }
}
