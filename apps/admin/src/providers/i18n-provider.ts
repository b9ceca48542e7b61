import type { I18nProvider } from 'react-admin';
import polyglotI18nProvider from 'ra-i18n-polyglot';
import { textOfPage } from '../i18n/page-texts';
import { LOCALES, type Locale } from '../i18n/translations';
import { messages } from '../i18n/messages';

function localeOf(name: string): Locale {
  return name === 'zh' ? 'zh' : 'en';
}

/** The browser's language until somebody logs in; then what that person chose. */
function preferred(): Locale {
  return navigator.language.startsWith('zh') ? 'zh' : 'en';
}

const shared = polyglotI18nProvider((locale) => messages[localeOf(locale)], preferred(), [...LOCALES], {
  allowMissing: false,
});

/** The texts that all pages share, and those that came with the pages that have been opened. */
export const i18nProvider: I18nProvider = {
  ...shared,
  translate: (key: string, options: { _?: string } = {}) =>
    shared.translate(key, { ...options, _: textOfPage(localeOf(shared.getLocale()), key) ?? options._ }),
};
