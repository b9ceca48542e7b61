import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelKey } from './labels';
import { SampleRing } from './sample-ring';
import { SampleStore } from './sample-store';

describe('a ring of samples', () => {
  it('holds the newest ones, in order, whatever was pushed', () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: -2, max: 5 }), fc.double({ noNaN: true })), {
      maxLength: 200,
      size: 'max',
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), steps, (capacity, pushes) => {
        const ring = new SampleRing(capacity);
        const model: (readonly [number, number])[] = [];
        let atMs = 0;
        for (const [step, value] of pushes) {
          atMs += step;
          const isNewer = atMs > (model.at(-1)?.[0] ?? Number.NEGATIVE_INFINITY) && Number.isFinite(value);
          expect(ring.push(atMs, value)).toBe(isNewer);
          if (isNewer) model.push([atMs, value]);
        }
        expect(ring.between(-1e9, 1e9)).toEqual(model.slice(-capacity));
        expect(ring.length).toBeLessThanOrEqual(capacity);
      }),
    );
  });

  it('knows no value where none was fresh', () => {
    const ring = new SampleRing(4);
    ring.push(100, 7);
    expect([ring.valueAt(99, 50), ring.valueAt(100, 50), ring.valueAt(150, 50), ring.valueAt(151, 50)]).toEqual([
      undefined,
      7,
      7,
      undefined,
    ]);
  });
});

describe('the store of samples', () => {
  it('never keeps more series than it may, and keeps those that speak', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 300, size: 'max' }), (names) => {
        const store = new SampleStore({ series: 10, samplesPerSeries: 4 });
        names.forEach((name, atMs) => {
          store.add('cpu', { name: String(name) }, atMs, 1);
          expect(store.size).toBeLessThanOrEqual(10);
          expect(store.find('cpu', labelKey({ name: String(name) }))?.ring.latestMs).toBe(atMs);
        });
      }),
    );
  });

  it('forgets what has been silent', () => {
    const store = new SampleStore({ series: 10, samplesPerSeries: 4 });
    store.add('cpu', { name: 'a' }, 1, 1);
    store.add('cpu', { name: 'b' }, 9, 1);
    store.forget(5);
    expect(store.of('cpu').map(({ labels }) => labels['name'])).toEqual(['b']);
    expect(store.size).toBe(1);
  });
});
