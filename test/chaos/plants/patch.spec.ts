import { describe, expect, it } from 'vitest';
import { applyTo, parsePatch } from './patch';

const PATCH = `Why it is a fault.

diff --git a/src/one.ts b/src/one.ts
--- a/src/one.ts
+++ b/src/one.ts
@@ -2,4 +2,3 @@ somewhere
 two
-three
-four
+drei
 five
diff --git a/src/other.ts b/src/other.ts
--- a/src/other.ts
+++ b/src/other.ts
@@ -1,2 +1,3 @@
 a
+b
 c
`;

const text = (...lines: readonly string[]): string => `${lines.join('\n')}\n`;

describe('a patch', () => {
  const [one, other] = parsePatch(PATCH);
  if (one === undefined || other === undefined) throw new Error('Two files');

  it('names its files', () => {
    expect([one.path, other.path]).toEqual(['src/one.ts', 'src/other.ts']);
  });

  it('is applied, and taken back', () => {
    const before = text('one', 'two', 'three', 'four', 'five');
    const after = text('one', 'two', 'drei', 'five');
    expect(applyTo(before, one)).toBe(after);
    expect(applyTo(after, one, true)).toBe(before);
    expect(applyTo(text('a', 'c'), other)).toBe(text('a', 'b', 'c'));
  });

  it('finds its lines where they have moved to, the nearest ones', () => {
    const moved = text('one', 'and', 'a', 'half', 'two', 'three', 'four', 'five');
    expect(applyTo(moved, one)).toBe(text('one', 'and', 'a', 'half', 'two', 'drei', 'five'));
    const twice = text('a', 'c', 'a', 'c');
    expect(applyTo(twice, other)).toBe(text('a', 'b', 'c', 'a', 'c'));
  });

  it('fails when a line has changed', () => {
    expect(() => applyTo(text('one', 'two', 'three', '4', 'five'), one)).toThrow('src/one.ts has changed around "two"');
    expect(() => applyTo(text('one', 'two', 'drei', 'five'), one)).toThrow('has changed');
  });

  it('is one', () => {
    expect(() => parsePatch('--- a/file\n+++ b/file\n')).toThrow('Not a patch');
  });
});
