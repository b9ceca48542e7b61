import { describe, expect, it } from 'vitest';
import { Random } from './random';

describe('Random', () => {
  it('repeats itself for the same seed and purpose, and no other', () => {
    const draw = (seed: number, purpose: string): number[] => {
      const random = Random.for(seed, purpose);
      return [random.next(), random.next(), random.next()];
    };
    expect(draw(1, 'a')).toEqual(draw(1, 'a'));
    expect(draw(1, 'a')).not.toEqual(draw(2, 'a'));
    expect(draw(1, 'a')).not.toEqual(draw(1, 'b'));
  });

  it('draws evenly within its bounds', () => {
    const random = new Random(7);
    const counts = [0, 0, 0, 0];
    for (let drawn = 0; drawn < 4_000; drawn++) {
      const number = random.int(2, 5);
      counts[number - 2] = (counts[number - 2] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });

  it('shuffles without losing or doubling', () => {
    const values = Array.from({ length: 50 }, (_, index) => index);
    const shuffled = new Random(3).shuffle(values);
    expect(shuffled).not.toEqual(values);
    expect(shuffled.toSorted((a, b) => a - b)).toEqual(values);
  });
});
