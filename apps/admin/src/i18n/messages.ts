import type { TranslationMessages } from 'react-admin';
import chineseMessages from 'ra-language-chinese';
import englishMessages from 'ra-language-english';
import { alertMessages } from '../alerts/alert-messages';
import { networkMessages } from '../network/network-messages';
import { overviewMessages } from '../overview/overview-messages';
import { orderMessages } from '../orders/order-messages';
import { troubleMessages } from '../orders/trouble-messages';
import { resourceMessages } from '../resources/resource-messages';
import { settingsMessages } from '../settings/settings-messages';
import { webhookMessages } from '../webhooks/webhook-messages';
import { CHINESE_OF_REACT_ADMIN } from './chinese-of-react-admin';
import { shellMessages } from './shell-messages';
import { statusMessages } from './status-messages';
import { type Locale, merged, messagesIn, type Translations } from './translations';

/** Every text of the console. A part of the console adds its own here. */
const OURS: Translations = {
  ...shellMessages,
  ...statusMessages,
  ...overviewMessages,
  ...orderMessages,
  ...troubleMessages,
  ...alertMessages,
  ...settingsMessages,
  ...webhookMessages,
  ...networkMessages,
  resources: resourceMessages,
};

export const messages: Readonly<Record<Locale, TranslationMessages>> = {
  en: merged(englishMessages, messagesIn('en', OURS)) as TranslationMessages,
  zh: merged(chineseMessages, { ra: CHINESE_OF_REACT_ADMIN }, messagesIn('zh', OURS)) as TranslationMessages,
};
