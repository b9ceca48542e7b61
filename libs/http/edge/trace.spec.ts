import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextTraceparent } from './trace';

const WELL_FORMED = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

describe('nextTraceparent', () => {
  it('is well-formed whatever the caller sends', () => {
    fc.assert(
      fc.property(fc.option(fc.string(), { nil: undefined }), (header) => {
        expect(nextTraceparent(header)).toMatch(WELL_FORMED);
      }),
    );
  });

  it('never repeats a span', () => {
    const spans = Array.from({ length: 2_000 }, () => nextTraceparent(undefined));
    expect(new Set(spans).size).toBe(2_000);
  });

  it.each(['01', 'ff'])('starts a new trace for version %s', (version) => {
    const trace = 'a'.repeat(32);
    expect(nextTraceparent(`${version}-${trace}-${'b'.repeat(16)}-01`)).not.toContain(trace);
  });
});
