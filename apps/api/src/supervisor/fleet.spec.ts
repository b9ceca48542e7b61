import { beforeEach, describe, expect, it } from 'vitest';
import { Fleet } from './fleet';
import type { FleetAction, FleetEvent } from './fleet-events';

const BEAT = 250;
const OPTIONS = { heartbeatMs: BEAT, startsAtOnce: 2, rolesOf: () => ['http', 'worker'] };
let fleet: Fleet;
let nowMs: number;

const kinds = (actions: readonly FleetAction[]): string[] =>
  actions.map((action) => ('child' in action ? `${action.kind} ${action.child}` : action.kind));

function happens(event: FleetEvent): string[] {
  return kinds(fleet.handle(event, nowMs));
}

/** Time passes, beat by beat; `beating` children are heard at each. Answers what was done. */
function pass(ms: number, beating: readonly number[]): string[] {
  const done: string[] = [];
  for (const end = nowMs + ms; nowMs < end;) {
    nowMs += BEAT;
    for (const child of beating) done.push(...happens({ kind: 'heard', child }));
    done.push(...happens({ kind: 'tick' }));
  }
  return done;
}

/** Two children, both ready. */
beforeEach(() => {
  fleet = new Fleet({ ...OPTIONS, places: 2 });
  nowMs = 0;
  expect(happens({ kind: 'tick' })).toEqual(['spawn 1', 'spawn 2']);
  expect(happens({ kind: 'ready', child: 1 })).toEqual(['admit 1']);
  expect(happens({ kind: 'ready', child: 2 })).toEqual(['admit 2']);
});

describe('while nobody serves', () => {
  const anew = (startsAtOnce: number): void => {
    fleet = new Fleet({ ...OPTIONS, places: 3, startsAtOnce });
  };

  it('starts only so many children at once, and the others when the first is ready', () => {
    anew(1);
    expect(happens({ kind: 'tick' })).toEqual(['spawn 1']);
    expect(happens({ kind: 'tick' })).toEqual([]);
    expect(happens({ kind: 'ready', child: 1 })).toEqual(['admit 1', 'spawn 2', 'spawn 3']);
  });

  it('goes on with the next place when the first child dies instead', () => {
    anew(1);
    happens({ kind: 'tick' });
    expect(happens({ kind: 'exited', child: 1 })).toEqual(['mourn 1', 'wait', 'spawn 2']);
  });

  it('does not start a place that fails again before its back-off is over', () => {
    fleet = new Fleet({ ...OPTIONS, places: 1 });
    happens({ kind: 'tick' });
    expect(happens({ kind: 'exited', child: 1 })).toEqual(['mourn 1', 'wait']);
    expect(pass(250, [])).toEqual(['spawn 2']);
  });
});

describe('a restart that was asked for', () => {
  it('replaces the child at that place alone, and retires it when the next one is ready', () => {
    expect(happens({ kind: 'restart', place: 1 })).toEqual(['spawn 3']);
    expect(happens({ kind: 'ready', child: 3 })).toEqual(['admit 3', 'retire 2']);
    expect(happens({ kind: 'exited', child: 2 })).toEqual(['mourn 2', 'reloaded']);
    expect(fleet.restarts(1)).toBe(0);
  });

  it('of a place that is not there does nothing', () => {
    expect(happens({ kind: 'restart', place: 7 })).toEqual([]);
    expect(happens({ kind: 'reload' })).toEqual(['spawn 3']);
  });
});

describe('a child that dies', () => {
  it('is mourned, and replaced when its sibling has had a respite, when it had served', () => {
    pass(2000, [1, 2]);
    expect(happens({ kind: 'exited', child: 1 })).toEqual(['mourn 1']);
    expect(pass(750, [2])).toEqual([]);
    expect(pass(250, [2])).toEqual(['spawn 3']);
    expect(fleet.restarts(0)).toBe(1);
    expect(fleet.restarts(1)).toBe(0);
  });

  it('is replaced at once when nobody serves any more', () => {
    pass(2000, [1, 2]);
    expect(happens({ kind: 'exited', child: 1 })).toEqual(['mourn 1']);
    expect(happens({ kind: 'exited', child: 2 })).toEqual(['mourn 2', 'spawn 3', 'spawn 4']);
  });

  it('is replaced at once when it alone had one of its roles', () => {
    fleet = new Fleet({ ...OPTIONS, places: 2, rolesOf: (place) => (place === 0 ? ['http', 'worker'] : ['http']) });
    happens({ kind: 'tick' });
    happens({ kind: 'ready', child: 1 });
    happens({ kind: 'ready', child: 2 });
    pass(2000, [1, 2]);
    expect(happens({ kind: 'exited', child: 1 })).toEqual(['mourn 1', 'spawn 3']);
    happens({ kind: 'ready', child: 3 });
    expect(happens({ kind: 'exited', child: 2 })).toEqual(['mourn 2']);
  });

  it('is replaced later and later while none of its successors serves', () => {
    const waits: number[] = [];
    let dying = 1;
    for (let death = 0; death < 7; death++) {
      const actions = fleet.handle({ kind: 'exited', child: dying }, nowMs);
      waits.push(...actions.flatMap((action) => (action.kind === 'wait' ? action.delayMs : [])));
      const spawned = pass(5000, [2]).find((action) => action.startsWith('spawn'));
      dying = Number(spawned?.split(' ')[1]);
    }
    expect(waits).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000]);
  });
});

describe('a child that hangs', () => {
  it('is killed and replaced when it has missed three heartbeats', () => {
    pass(1000, [1, 2]);
    expect(pass(750, [2])).toEqual([]);
    expect(pass(250, [2])).toEqual(['kill 1', 'spawn 3']); // whether or not the kernel is done with it
    expect(happens({ kind: 'exited', child: 1 })).toEqual(['mourn 1']);
  });

  it('is not blamed for time in which the supervisor itself did not run', () => {
    nowMs += 60_000;
    expect(happens({ kind: 'tick' })).toEqual([]);
    expect(pass(250, [1, 2])).toEqual([]);
  });

  it('is not blamed for time in which it got no processor', () => {
    for (let beat = 0; beat < 20; beat++) {
      nowMs += BEAT;
      happens({ kind: 'heard', child: 2 });
      const starvedMs = new Map([[1, BEAT]]);
      expect(happens({ kind: 'tick', starvedMs })).toEqual([]);
    }
    expect(pass(1000, [2])).toContain('kill 1');
  });

  it('may be silent for longer while it loads the application, but not for ever', () => {
    happens({ kind: 'exited', child: 1 });
    expect(pass(10_000, [2])).toEqual(['spawn 3']);
    expect(pass(500, [2])).toContain('kill 3');
  });

  it('is killed while it drains, too', () => {
    happens({ kind: 'stop' });
    expect(pass(1000, [2])).toEqual(['kill 1']);
    expect(pass(11_000, [2])).toEqual(['kill 2']);
  });
});

describe('a rolling restart', () => {
  it('starts the next one first, and goes on when the former one is gone', () => {
    expect(happens({ kind: 'reload' })).toEqual(['spawn 3']);
    expect(happens({ kind: 'ready', child: 3 })).toEqual(['admit 3', 'retire 1']);
    expect(happens({ kind: 'exited', child: 1 })).toEqual(['mourn 1', 'spawn 4']);
    expect(happens({ kind: 'ready', child: 4 })).toEqual(['admit 4', 'retire 2']);
    expect(happens({ kind: 'exited', child: 2 })).toEqual(['mourn 2', 'reloaded']);
    expect([fleet.restarts(0), fleet.restarts(1)]).toEqual([0, 0]);
  });

  it('ends when the next one does not start: what runs, stays', () => {
    happens({ kind: 'reload' });
    expect(happens({ kind: 'exited', child: 3 })).toEqual(['mourn 3', 'reloaded']);
    expect(pass(10_000, [1, 2])).toEqual([]);
    expect(fleet.children().map(({ id, state }) => [id, state])).toEqual([
      [1, 'ready'],
      [2, 'ready'],
    ]);
  });

  it('asked for again while it runs, replaces also those that it has already replaced', () => {
    happens({ kind: 'reload' });
    happens({ kind: 'ready', child: 3 });
    happens({ kind: 'exited', child: 1 });
    expect(happens({ kind: 'reload' })).toEqual([]);
    happens({ kind: 'ready', child: 4 });
    expect(happens({ kind: 'exited', child: 2 })).toEqual(['mourn 2', 'spawn 5']);
    expect(happens({ kind: 'ready', child: 5 })).toEqual(['admit 5', 'retire 3']);
  });
});

describe('a stop', () => {
  it('drains who is ready, kills who is not, starts nobody, and ends when all are gone', () => {
    happens({ kind: 'exited', child: 2 });
    pass(250, [1]);
    expect(happens({ kind: 'stop' })).toEqual(['retire 1', 'kill 3']);
    expect(happens({ kind: 'exited', child: 3 })).toEqual(['mourn 3']);
    expect(fleet.handle({ kind: 'exited', child: 1 }, nowMs)).toEqual([
      { kind: 'mourn', child: 1 },
      { kind: 'ended', clean: true },
    ]);
    expect(pass(60_000, [])).toEqual([]);
  });

  it('comes by itself when the first children say that their configuration is at fault', () => {
    const fresh = new Fleet({ ...OPTIONS, places: 2 });
    fresh.handle({ kind: 'tick' }, 0);
    expect(kinds(fresh.handle({ kind: 'exited', child: 1, hopeless: true }, 0))).toEqual(['mourn 1', 'kill 2']);
    expect(fresh.handle({ kind: 'exited', child: 2 }, 0)).toEqual([
      { kind: 'mourn', child: 2 },
      { kind: 'ended', clean: false },
    ]);
  });

  it('does not come when an installation that has served meets such a fault', () => {
    expect(happens({ kind: 'exited', child: 1, hopeless: true })).toEqual(['mourn 1', 'wait']);
    expect(pass(250, [2])).toEqual(['spawn 3']);
  });
});
