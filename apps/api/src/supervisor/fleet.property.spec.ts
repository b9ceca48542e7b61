import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fleet } from './fleet';
import type { FleetAction } from './fleet-events';

const BEAT = 250;
const PLACES = 3;

/** The world around a fleet: does what it is told, and knows what it was told of each child. */
class Processes {
  readonly alive = new Set<number>();
  readonly admitted = new Set<number>();
  readonly ready = new Set<number>();
  private readonly going = new Set<number>();
  private readonly places = new Map<number, number>();

  perform(actions: readonly FleetAction[]): void {
    for (const action of actions) {
      switch (action.kind) {
        case 'spawn':
          expect(this.places.has(action.child)).toBe(false);
          this.places.set(action.child, action.place);
          this.alive.add(action.child);
          break;
        case 'admit':
          expect(this.ready.has(action.child)).toBe(true);
          expect(this.going.has(action.child)).toBe(false); // nobody listens who is about to go
          this.admitted.add(action.child);
          break;
        case 'retire':
        case 'kill':
          expect(this.alive.has(action.child)).toBe(true);
          this.going.add(action.child);
          this.admitted.delete(action.child);
          break;
        case 'mourn':
          expect(this.alive.has(action.child)).toBe(false);
          break;
        case 'wait':
        case 'reloaded':
        case 'ended':
      }
    }
  }

  perPlace(): number[] {
    const counts = Array.from({ length: PLACES }, () => 0);
    for (const id of this.alive) counts[this.places.get(id) ?? 0] = (counts[this.places.get(id) ?? 0] ?? 0) + 1;
    return counts;
  }
}

const step = fc.record({
  kind: fc.constantFrom('ready', 'exited', 'reload', 'restart', 'pass', 'silence', 'starve'),
  pick: fc.nat(5),
});

describe('a fleet, whatever happens to its children', () => {
  it('admits only who is ready, never who goes, and comes to serve at every place again when they are left alone', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: PLACES }), (steps, startsAtOnce) => {
        const fleet = new Fleet({ places: PLACES, heartbeatMs: BEAT, startsAtOnce, rolesOf: () => ['http'] });
        const world = new Processes();
        let nowMs = 0;
        const tick = (silent: ReadonlySet<number>, starvedMs?: ReadonlyMap<number, number>): void => {
          nowMs += BEAT;
          for (const child of [...world.alive]) {
            if (!silent.has(child)) world.perform(fleet.handle({ kind: 'heard', child }, nowMs));
          }
          world.perform(fleet.handle({ kind: 'tick', starvedMs }, nowMs));
        };
        const exit = (child: number): void => {
          for (const set of [world.alive, world.ready, world.admitted]) set.delete(child);
          world.perform(fleet.handle({ kind: 'exited', child }, nowMs));
        };
        const ready = (child: number): void => {
          world.ready.add(child);
          world.perform(fleet.handle({ kind: 'ready', child }, nowMs));
        };
        world.perform(fleet.handle({ kind: 'tick' }, nowMs));
        for (const { kind, pick } of steps) {
          const child = [...world.alive][pick];
          if (kind === 'pass') tick(new Set());
          if (kind === 'reload') world.perform(fleet.handle({ kind: 'reload' }, nowMs));
          if (kind === 'restart') world.perform(fleet.handle({ kind: 'restart', place: pick }, nowMs));
          if (child === undefined) continue;
          if (kind === 'ready') ready(child);
          if (kind === 'exited') exit(child);
          if (kind === 'silence') for (let beat = 0; beat < 4; beat++) tick(new Set([child]));
          if (kind === 'starve') tick(new Set([child]), new Map([[child, BEAT]]));
          expect(Math.max(...world.perPlace())).toBeLessThanOrEqual(4);
        }
        // Left alone: whoever was told to go goes, whoever starts gets ready, everybody beats.
        for (let beat = 0; beat < 400; beat++) {
          tick(new Set());
          for (const { id, state } of [...fleet.children()]) {
            if (state === 'starting') ready(id);
            if (state === 'draining' || state === 'condemned') exit(id);
          }
        }
        expect(world.perPlace()).toEqual([1, 1, 1]);
        expect(world.admitted).toEqual(world.alive);
      }),
      { numRuns: 100 },
    );
  });
});
