import { expect, it } from 'vitest';
import { backOffMs } from './back-off';

it('begins with a quarter of a second, doubles, and stays bounded', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 1000].map(backOffMs)).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000, 5000]);
});
