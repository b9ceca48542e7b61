import { describe, expect, it } from 'vitest';
import { differences, readable } from './differences';

describe('differences', () => {
  it('are found at any depth, and lists are one value', () => {
    const before = { name: 'a', version: 1, values: { http: { shed_above_ms: 400, open: true } }, topics: ['a'] };
    const after = { name: 'a', version: 2, values: { http: { shed_above_ms: 450, open: true } }, topics: ['a', 'b'] };
    expect(differences(before, after)).toEqual([
      { name: 'values.http.shed_above_ms', before: 400, after: 450 },
      { name: 'topics', before: ['a'], after: ['a', 'b'] },
    ]);
  });

  it('of what was created or removed are all its members', () => {
    expect(differences(null, { role: 'viewer' })).toEqual([{ name: 'role', before: undefined, after: 'viewer' }]);
    expect(differences({ role: 'viewer' }, null)).toEqual([{ name: 'role', before: 'viewer', after: undefined }]);
  });

  it('are read without quotation marks', () => {
    expect([readable('a'), readable(null), readable(['a']), readable(false)]).toEqual(['a', '–', '["a"]', 'false']);
  });
});
