import { describe, expect, it } from 'vitest';
import { etagOf, matchesAny, parseIfMatch, requireVersion } from './preconditions';

describe('If-Match', () => {
  it('names the version that its ETag was made of', () => {
    expect(parseIfMatch(` ${etagOf(12)} `)).toEqual({ kind: 'version', version: 12 });
  });

  it.each(['"x"', 'W/"1"', '"01"', '"0"', '""', '"9999999999999999"'])('%s is a tag that no version has', (header) => {
    expect(parseIfMatch(header)).toEqual({ kind: 'foreign' });
  });

  it.each(['', '1', '*', '"1', '"1", "2"', '"a"b"'])('%j is malformed', (header) => {
    expect(parseIfMatch(header)).toEqual({ kind: 'malformed' });
  });
});

describe('If-None-Match', () => {
  it.each(['"3"', 'W/"3"', '"1", W/"3"', '*'])('%s covers version 3', (header) => {
    expect(matchesAny(header, etagOf(3))).toBe(true);
  });

  it.each(['"13"', '3', '', '"1", "2"'])('%j does not', (header) => {
    expect(matchesAny(header, etagOf(3))).toBe(false);
  });
});

describe('requireVersion', () => {
  it('lets only the current version through', () => {
    expect(() => {
      requireVersion(3, 3);
    }).not.toThrow();
    expect(() => {
      requireVersion(4, 3);
    }).toThrow(expect.objectContaining({ kind: 'stale', context: { current_version: 4 } }));
  });
});
