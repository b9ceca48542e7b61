import { expect, it } from 'vitest';
import { changes, queryOf } from './wire-form';

it('sends the filters that are set, several values of one with commas', () => {
  expect(queryOf({ status: ['paid', 'lost'], merchant_id: '', zone_id: undefined, limit: 25 })).toBe(
    'status=paid%2Clost&limit=25',
  );
});

it('sends only what a person has changed', () => {
  const before = { name: 'One', topics: ['a'], rate: null, version: 3 };
  expect(changes(before, { name: 'Two', topics: ['a'], rate: undefined, version: 3 })).toEqual({ name: 'Two' });
});
