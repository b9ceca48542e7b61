import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { eventMessages } from './event-messages';

it('every event of an order that the API knows has a name for people', () => {
  const api = readFileSync('docs/openapi.json', 'utf8');
  const types = /"enum": \[\s*("order\.received"[^\]]*)\]/.exec(api)?.[1] ?? '';
  const codes = [...types.matchAll(/"order\.([a-z_]+)"/g)].map(([, code]) => code);
  expect(new Set(Object.keys(eventMessages.order_event))).toEqual(new Set(codes));
});
