import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { eventMessages } from '../i18n/event-messages';
import { ORDER_STATUSES } from '../orders/order';
import { channels } from '../resources/channels.definition';
import { emailTemplates } from '../resources/email-templates.definition';

const API = readFileSync('docs/openapi.json', 'utf8');
const choicesOf = (fields: typeof channels.fields, name: string): readonly string[] =>
  fields.find(({ source }) => source === name)?.choices ?? [];

/** The console knows the API by its contract alone: what it offers is written here once more, and must not fall behind. */
it.each([
  ['the states of orders', ORDER_STATUSES, ['received', 'lost']],
  ['the events of orders', Object.keys(eventMessages.order_event).map((code) => `order.${code}`), ['order.received']],
  ['the kinds of channels', choicesOf(channels.fields, 'kind'), ['wecom']],
  ['what mails tell of', choicesOf(emailTemplates.fields, 'status'), ['received', 'delivery_failed', 'returned']],
])('%s are those of the API', (_, ours, marks) => {
  const enums = [...API.matchAll(/"enum": \[([^\]]*)\]/g)].map(([, list = '']) =>
    [...list.matchAll(/"([^"]+)"/g)].map(([, value = '']) => value),
  );
  const offered = enums.filter((values) => marks.every((mark) => values.includes(mark)));
  const sorted = offered.map((values) => values.toSorted().join(' '));
  expect(sorted).toContain([...ours].toSorted().join(' '));
});
