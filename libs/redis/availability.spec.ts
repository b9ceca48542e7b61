import { describe, expect, it } from 'vitest';
import { Availability } from './availability';

function startingAt(nowMs: number): { availability: Availability; advance: (ms: number) => void } {
  let now = nowMs;
  return { availability: new Availability(2, 100, () => now), advance: (ms) => (now += ms) };
}

describe('Availability', () => {
  it('tolerates a single failure, and forgets it after a success', () => {
    const { availability } = startingAt(0);
    availability.failed();
    expect(availability.admits()).toBe(true);
    availability.succeeded();
    availability.failed();
    expect(availability.admits()).toBe(true);
  });

  it('pauses after failures in a row, then lets a single caller try', () => {
    const { availability, advance } = startingAt(0);
    availability.failed();
    availability.failed();
    expect(availability.admits()).toBe(false);
    advance(100);
    expect([availability.admits(), availability.admits()]).toEqual([true, false]);
    availability.succeeded();
    expect([availability.admits(), availability.admits()]).toEqual([true, true]);
  });

  it('pauses again when the attempt fails', () => {
    const { availability, advance } = startingAt(0);
    availability.failed();
    availability.failed();
    advance(150);
    expect(availability.admits()).toBe(true);
    availability.failed();
    advance(99);
    expect(availability.admits()).toBe(false);
    advance(1);
    expect(availability.admits()).toBe(true);
  });
});
