import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isSampled,
  nextTraceparent,
  readTraceMark,
  spanIdOf,
  traceIdOf,
  traceMark,
  tracestateOf,
} from './trace-context';

const WELL_FORMED = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;
const CALLERS = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;

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

  it('leaves the decision about a trace to whoever began it', () => {
    const never = nextTraceparent(CALLERS.replace(/01$/, '00'), () => true);
    expect([isSampled(never), isSampled(nextTraceparent(CALLERS, () => false))]).toEqual([false, true]);
    expect(spanIdOf(never)).not.toBe(spanIdOf(CALLERS));
    expect(traceIdOf(never)).toBe(traceIdOf(CALLERS));
  });

  it('asks the sampler about a trace that begins here, by its id', () => {
    const asked: string[] = [];
    const own = nextTraceparent(undefined, (traceId) => asked.push(traceId) > 0);
    expect(asked).toEqual([traceIdOf(own)]);
    expect(isSampled(own)).toBe(true);
  });
});

describe('isSampled', () => {
  it('reads the last bit of the flags', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 255 }), (flags) => {
        const header = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-${flags.toString(16).padStart(2, '0')}`;
        expect(isSampled(header)).toBe(flags % 2 === 1);
      }),
    );
    expect(isSampled('')).toBe(false);
  });
});

describe('the mark of a trace', () => {
  it('brings back what was recorded, with the state of the callers', () => {
    expect(readTraceMark(traceMark({ traceparent: CALLERS }))).toEqual({ traceparent: CALLERS });
    const withState = { traceparent: CALLERS, tracestate: 'vendor=a b,other=1' };
    expect(readTraceMark(traceMark(withState))).toEqual(withState);
  });

  it('is not left by what nobody records', () => {
    expect(traceMark({ traceparent: CALLERS.replace(/01$/, '00') })).toBeUndefined();
    expect(traceMark({ traceparent: '' })).toBeUndefined();
  });

  it('is read from nothing else', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readTraceMark(text)).toBeUndefined();
      }),
    );
    expect(readTraceMark(null)).toBeUndefined();
  });
});

describe('tracestateOf', () => {
  it('goes on with the trace that it came with, and with no other', () => {
    expect(tracestateOf(CALLERS, 'vendor=1')).toBe('vendor=1');
    expect(tracestateOf(undefined, 'vendor=1')).toBeUndefined();
    expect(tracestateOf(`${CALLERS}x`, 'vendor=1')).toBeUndefined();
  });

  it('drops what is too long, or could not be sent', () => {
    expect(tracestateOf(CALLERS, 'x'.repeat(513))).toBeUndefined();
    expect(tracestateOf(CALLERS, 'vendor=\u00e9')).toBeUndefined();
    expect(tracestateOf(CALLERS, '')).toBeUndefined();
  });
});
