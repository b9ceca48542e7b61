import { describe, expect, it } from 'vitest';
import { isUuid, uuidv7, uuidv7TimeMs } from './ids';

describe('a UUIDv7', () => {
  it('is strictly increasing within the process, also within and beyond one millisecond', () => {
    const ids = Array.from({ length: 20_000 }, () => uuidv7());
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has the version, the variant and its millisecond', () => {
    const soonMs = Date.now() + 50; // ahead of every id made so far
    const id = uuidv7(soonMs);
    expect(isUuid(id)).toBe(true);
    expect(id[14]).toBe('7');
    expect('89ab').toContain(id[19]);
    expect(uuidv7TimeMs(id)).toBe(soonMs);
  });

  it('goes on increasing when the clock steps back', () => {
    const first = uuidv7();
    expect(uuidv7(0) > first).toBe(true);
  });
});
