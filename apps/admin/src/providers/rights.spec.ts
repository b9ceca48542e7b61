import { expect, it } from 'vitest';
import { mayDo } from './rights';

it.each([
  [undefined, 'list', 'orders', false],
  ['viewer', 'show', 'orders', true],
  ['viewer', 'edit', 'orders', false],
  ['operator', 'edit', 'orders', true],
  ['operator', 'edit', 'remediations', true],
  ['operator', 'create', 'channels', false],
  ['admin', 'create', 'channels', true],
] as const)('as %s: %s %s → %s', (role, action, resource, may) => {
  expect(mayDo(role, action, resource)).toBe(may);
});
