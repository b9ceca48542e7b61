import { expect, it } from 'vitest';
import { grantScopes } from './scope-request';

it('grants all scopes, or those asked for, and nothing that the client has not', () => {
  expect(grantScopes(['a', 'b'], undefined)).toEqual(['a', 'b']);
  expect(grantScopes(['a', 'b'], 'b')).toEqual(['b']);
  expect(grantScopes(['a', 'b'], ' b  b a ')).toEqual(['b', 'a']);
  expect(grantScopes(['a', 'b'], '')).toEqual([]);
  expect(grantScopes(['a'], 'a c')).toBeUndefined();
});
