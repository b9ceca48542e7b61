import { beforeEach, describe, expect, it } from 'vitest';
import { Admission, LINE_LIMIT, type Priority } from './admission';

const PATIENCE_MS = 200;
const BEGINNING_MS = 6;
const REFUSAL_MS = 1;

let nowMs: number;
let steps: (() => void)[];
let begun: string[];
let pauses: (() => void)[];
let door: Admission;
beforeEach(() => {
  [nowMs, steps, begun, pauses] = [0, [], [], []];
  door = new Admission({
    patienceMs: () => PATIENCE_MS,
    timing: {
      nowMs: () => nowMs,
      soon: (step) => void steps.push(step),
      later: (step) => void pauses.push(step),
    },
  });
});

/** One turn of the loop: the steps that were asked for before it. */
function turn(): void {
  for (const step of steps.splice(0)) step();
}

interface Manner {
  readonly priority?: Priority;
  readonly takesMs?: number;
  readonly gone?: boolean;
}

function arrive(name: string, { priority = 'deferrable', takesMs = BEGINNING_MS, gone = false }: Manner = {}): void {
  const begin = (): void => {
    begun.push(name);
    nowMs += takesMs;
  };
  const refuse = (): void => {
    begun.push(`(${name})`);
    nowMs += REFUSAL_MS;
  };
  door.enter(priority, { begin, refuse, isGone: () => gone });
}

describe('admission', () => {
  it('lets a request begin at once when nobody waits', () => {
    arrive('a');
    expect(begun).toEqual(['a']);
    turn();
    expect(steps).toEqual([]);
  });

  it('lets so many begin in a turn as its budget allows, in the order of their arrival', () => {
    for (const name of 'abcdefgh') arrive(name);
    expect(begun.join('')).toBe('abc');
    turn();
    expect(begun.join('')).toBe('abcd');
    turn();
    expect(begun.join('')).toBe('abcdefg');
    turn();
    expect(begun.join('')).toBe('abcdefgh');
    expect(door.waiting('deferrable')).toBe(0);
    turn();
    expect(steps).toEqual([]);
  });

  it('lets one begin in every turn, however long it takes', () => {
    for (const name of 'abcd') arrive(name, { takesMs: 100 });
    for (const expected of ['ab', 'abc', 'abcd']) {
      turn();
      expect(begun.join('')).toBe(expected);
    }
  });

  it('lets nobody overtake those in line, but scans, cancels and probes', () => {
    for (const name of 'abcd') arrive(name);
    nowMs += 100;
    arrive('e');
    arrive('X', { priority: 'normal' });
    arrive('P', { priority: 'vital' });
    for (let each = 0; each < 5; each++) turn();
    expect(begun.join('')).toBe('abcPXde');
  });

  it('passes over those whose client has hung up', () => {
    for (const name of 'abc') arrive(name);
    arrive('d', { gone: true });
    arrive('e');
    turn();
    turn();
    expect(begun.join('')).toBe('abce');
  });

  it('lets the youngest go first when somebody has waited too long, and refuses a few of the oldest each turn', () => {
    for (const name of 'abcdefgh') arrive(name);
    nowMs += PATIENCE_MS + 1;
    for (const name of 'ij') arrive(name);
    turn();
    turn();
    expect(begun.join('')).toBe('abc(d)(e)j(f)(g)ih');
  });

  it('does not refuse whom nobody waits for', () => {
    for (const name of 'abc') arrive(name);
    arrive('d', { gone: true });
    arrive('e');
    nowMs += PATIENCE_MS + 1;
    turn();
    expect(begun.join('')).toBe('abc(e)');
  });

  it('lets the others wait longer', () => {
    for (const name of 'abc') arrive(name);
    for (const name of 'XYZ') arrive(name, { priority: 'normal' });
    nowMs += PATIENCE_MS + 1;
    for (let each = 0; each < 3; each++) turn();
    expect(begun.join('')).toBe('abcXYZ');
  });

  it('refuses at the door when the line is full', () => {
    for (let each = 0; each < LINE_LIMIT + 3; each++) arrive('r');
    arrive('x');
    arrive('P', { priority: 'vital' });
    expect(begun.slice(3)).toEqual(['(x)', 'P']);
    expect(door.waiting('deferrable')).toBe(LINE_LIMIT);
  });
});

describe('a door behind which new orders wait too long', () => {
  let behindMs: number;
  beforeEach(() => {
    behindMs = PATIENCE_MS + 1;
    door.watch(() => 0);
    door.watch(() => behindMs);
  });

  it('is closed for new orders and for nothing else', () => {
    for (const name of 'ab') arrive(name);
    arrive('X', { priority: 'normal' });
    arrive('P', { priority: 'vital' });
    turn();
    expect(begun.join('')).toBe('PX');
    expect(door.waiting('deferrable')).toBe(2);
  });

  it('lets them in when it has become better, and the loop rests until then', () => {
    for (const name of 'ab') arrive(name);
    turn();
    expect([steps.length, pauses.length]).toEqual([0, 1]);
    behindMs = PATIENCE_MS;
    pauses.pop()?.();
    turn();
    expect(begun.join('')).toBe('ab');
  });

  it('refuses those that have waited too long', () => {
    for (const name of 'ab') arrive(name);
    turn();
    nowMs += PATIENCE_MS + 1;
    pauses.pop()?.();
    expect(begun.join('')).toBe('(a)(b)');
    expect([steps.length, pauses.length]).toEqual([0, 0]);
  });
});
