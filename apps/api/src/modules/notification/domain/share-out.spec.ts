import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareOut, type ReadyEndpoint } from './share-out';

const ready = (healthy: number, troubled: number): ReadyEndpoint[] => [
  ...Array.from({ length: healthy }, (_, index) => ({ endpointId: `h${index}`, isTroubled: false })),
  ...Array.from({ length: troubled }, (_, index) => ({ endpointId: `t${index}`, isTroubled: true })),
];
const slots = { free: 64, forTroubled: 16, perEndpoint: 4, random: 0 };
const sum = (rooms: readonly { room: number }[]): number => rooms.reduce((total, { room }) => total + room, 0);

describe('free places', () => {
  it('go to each endpoint before any has a second one', () => {
    expect(shareOut(ready(1, 0), slots).healthy).toEqual([{ endpointId: 'h0', room: 4 }]);
    expect(shareOut(ready(64, 0), slots).healthy.every(({ room }) => room === 1)).toBe(true);
    expect(shareOut(ready(100, 0), slots).healthy).toHaveLength(64);
    expect(shareOut(ready(3, 0), { ...slots, free: 4 }).healthy.map(({ room }) => room)).toEqual([2, 1, 1]);
  });

  it('go to endpoints in trouble one each and in part only, even when nobody else wants them', () => {
    expect(sum(shareOut(ready(0, 100), slots).troubled)).toBe(16);
    expect(sum(shareOut(ready(100, 100), { ...slots, free: 8 }).troubled)).toBe(2);
    expect(sum(shareOut(ready(100, 100), { ...slots, forTroubled: 0 }).healthy)).toBe(64);
    expect(shareOut(ready(0, 4), { ...slots, forTroubled: 1, random: 0.5 }).troubled).toEqual([
      { endpointId: 't2', room: 1 },
    ]);
  });

  it('are never given twice, and never left while a healthy endpoint could use one', () => {
    const some = fc.integer({ min: 0, max: 40 });
    fc.assert(
      fc.property(
        some,
        some,
        some,
        fc.integer({ min: -2, max: 16 }),
        fc.integer({ min: 1, max: 5 }),
        (h, t, free, forTroubled, perEndpoint) => {
          const shared = shareOut(ready(h, t), { free, forTroubled, perEndpoint, random: 0.3 });
          const given = sum(shared.healthy) + sum(shared.troubled);
          expect(given).toBeLessThanOrEqual(free);
          expect(sum(shared.troubled)).toBeLessThanOrEqual(Math.max(0, forTroubled));
          for (const { room } of shared.healthy) expect(room).toBeGreaterThanOrEqual(1);
          for (const { room } of shared.healthy) expect(room).toBeLessThanOrEqual(perEndpoint);
          if (h > 0) expect(given).toBeGreaterThanOrEqual(Math.min(free, h * perEndpoint));
        },
      ),
    );
  });
});
