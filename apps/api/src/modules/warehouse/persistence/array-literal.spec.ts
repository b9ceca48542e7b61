import { expect, it } from 'vitest';
import { arrayLiteral } from './array-literal';

it('writes numbers bare and texts quoted', () => {
  expect(arrayLiteral([1, 20])).toBe('{1,20}');
  expect(arrayLiteral(['SKU-1', 'a b'])).toBe('{"SKU-1","a b"}');
  expect(arrayLiteral([])).toBe('{}');
});

it('escapes what would end the text or the array', () => {
  expect(arrayLiteral(['a"b', 'c\\', '},{', 'NULL', ''])).toBe('{"a\\"b","c\\\\","},{","NULL",""}');
});
