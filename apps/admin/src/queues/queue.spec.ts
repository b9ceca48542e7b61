import { expect, it } from 'vitest';
import { whyOf } from './queue';

it.each([
  [{ error: 'Error: no' }, 'Error: no'],
  [{ zone_id: 'z', detail: { message: 'None of 3 open shifts' } }, 'None of 3 open shifts'],
  [{ missing_minor: 5 }, 'missing_minor: 5'],
  [{}, 'the key'],
])('tells why an order rests by %j', (detail, told) => {
  expect(whyOf({ detail, key: 'the key' })).toBe(told);
});
