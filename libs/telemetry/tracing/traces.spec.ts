import { nextTraceparent, traceIdOf } from '#lib/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FinishedSpan } from './span';
import { Traces } from './traces';

function kept(ratio: number) {
  const spans: FinishedSpan[] = [];
  return { spans, traces: new Traces({ add: (span) => void spans.push(span) }, ratio) };
}

const span = (traceparent: string): FinishedSpan => ({
  name: 'step',
  kind: 'internal',
  traceparent,
  startMs: 1,
  endMs: 2,
  attributes: {},
});

describe('traces', () => {
  it('take spans of recorded traces alone', () => {
    const { spans, traces } = kept(1);
    const recorded = nextTraceparent(undefined, () => true);
    for (const traceparent of [recorded, nextTraceparent(undefined), '']) traces.record(span(traceparent));
    expect(spans.map(({ traceparent }) => traceparent)).toEqual([recorded]);
  });

  it('take nothing when they are off', () => {
    expect(Traces.off.isOn).toBe(false);
    expect(Traces.off.records(nextTraceparent(undefined, () => true))).toBe(false);
    expect(Traces.off.samplesRoot('f'.repeat(32))).toBe(false);
    expect(Traces.off.samplesRoot('0'.repeat(32))).toBe(false);
  });

  it('record about the part of new traces that was asked for', () => {
    const { traces } = kept(0.1);
    const ids = Array.from({ length: 20_000 }, () => traceIdOf(nextTraceparent(undefined)));
    const part = ids.filter((id) => traces.samplesRoot(id)).length / ids.length;
    expect(part).toBeGreaterThan(0.08);
    expect(part).toBeLessThan(0.12);
  });

  it('decide alike wherever they are asked, and record no trace less at a higher ratio', () => {
    const hex = fc.array(fc.integer({ min: 0, max: 15 }), { minLength: 32, maxLength: 32 });
    const ratio = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(hex, ratio, ratio, (digits, a, b) => {
        const id = digits.map((digit) => digit.toString(16)).join('');
        const [low, high] = [kept(Math.min(a, b)), kept(Math.max(a, b))].map(({ traces }) => traces.samplesRoot(id));
        expect(low === true && high === false).toBe(false);
        expect(kept(1).traces.samplesRoot(id)).toBe(true);
        expect(kept(0).traces.samplesRoot(id)).toBe(false);
      }),
    );
  });
});
