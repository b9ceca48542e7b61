import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACTION_NAMES, ACTIONS } from './actions';
import { readParams } from './parameters';
import { asked, REMEDIES } from './remedies';
import { decide, judge, type PastRun, RUNS_BEFORE_A_PERSON, runsWithoutEffect } from './run';

const NOW_MS = 1_800_000_000_000;
const TARGETS = ['stage=payment', 'stage=dispatch'];

interface Ask {
  readonly gapS: number;
  readonly target: string;
  readonly byRule: boolean;
  readonly ends: PastRun['state'];
}

/** A fleet that asks for one thing again and again, at any pace, with any outcome. */
const asks: fc.Arbitrary<Ask[]> = fc.array(
  fc.record({
    gapS: fc.integer({ min: 0, max: 900 }),
    target: fc.constantFrom(...TARGETS),
    byRule: fc.boolean(),
    ends: fc.constantFrom('effective' as const, 'ineffective' as const, 'failed' as const, 'verifying' as const),
  }),
  { maxLength: 80 },
);

interface Begun extends PastRun {
  state: PastRun['state'];
}

/** Plays the asks; answers every run that was let through, in order. */
function play(limit: { runs: number; perS: number }, all: readonly Ask[]): Begun[] {
  let nowMs = NOW_MS;
  const begun: Begun[] = [];
  for (const { gapS, target, byRule, ends } of all) {
    nowMs += gapS * 1000;
    const known = begun.filter(({ startedAt }) => startedAt.getTime() > nowMs - 3_600_000);
    if (decide({ limit }, known, { target, byRule, nowMs }).kind !== 'go') continue;
    const isUnderWay = known.some((run) => run.target === target && run.state === 'verifying');
    expect(isUnderWay).toBe(false);
    if (byRule) expect(runsWithoutEffect(known, target)).toBeLessThan(RUNS_BEFORE_A_PERSON);
    begun.push({ target, rule: byRule ? 'a rule' : null, state: ends, startedAt: new Date(nowMs) });
  }
  return begun;
}

describe('remediation, whoever asks for what and when', () => {
  const limits = fc.record({ runs: fc.integer({ min: 1, max: 6 }), perS: fc.integer({ min: 10, max: 3600 }) });

  it('never runs more often than its limit, in any window', () => {
    fc.assert(
      fc.property(limits, asks, (limit, all) => {
        const begun = play(limit, all);
        for (const { startedAt } of begun) {
          const fromMs = startedAt.getTime();
          const within = begun.filter((run) => {
            const ms = run.startedAt.getTime();
            return ms >= fromMs && ms < fromMs + limit.perS * 1000;
          });
          expect(within.length).toBeLessThanOrEqual(limit.runs);
        }
      }),
    );
  });

  it('says when it may be run again, and then it may', () => {
    fc.assert(
      fc.property(limits, asks, (limit, all) => {
        const begun = play(limit, all).map((run) => ({ ...run, state: 'effective' as const }));
        const nowMs = Math.max(NOW_MS, ...begun.map(({ startedAt }) => startedAt.getTime()));
        const ask = (atMs: number) => decide({ limit }, begun, { target: 'x', byRule: false, nowMs: atMs });
        const verdict = ask(nowMs);
        if (verdict.kind !== 'limited') return;
        expect(verdict.retryAfterS).toBeGreaterThan(0);
        expect(ask(nowMs + verdict.retryAfterS * 1000).kind).toBe('go');
      }),
    );
  });

  it('is left to a person after two runs without effect, who may try, and goes on when that helps', () => {
    const limit = { runs: 100, perS: 60 };
    const run = (state: PastRun['state'], second: number): PastRun => ({
      target: 'x',
      rule: 'r',
      state,
      startedAt: new Date(NOW_MS + second * 1000),
    });
    const past = [run('ineffective', 1), run('failed', 2)];
    const ask = (known: readonly PastRun[], byRule: boolean) =>
      decide({ limit }, known, { target: 'x', byRule, nowMs: NOW_MS + 9000 }).kind;
    expect([ask(past.slice(1), true), ask(past, true), ask(past, false)]).toEqual(['go', 'escalated', 'go']);
    expect(ask([...past, run('effective', 3)], true)).toBe('go');
    expect(decide({ limit }, past, { target: 'y', byRule: true, nowMs: NOW_MS }).kind).toBe('go');
  });

  it('does not count what was only tried dry', () => {
    const dry: PastRun = { target: 'x', rule: null, state: 'planned', startedAt: new Date(NOW_MS) };
    const past = Array.from({ length: 9 }, () => dry);
    expect(decide({ limit: { runs: 1, perS: 60 } }, past, { target: 'x', byRule: false, nowMs: NOW_MS }).kind).toBe(
      'go',
    );
  });
});

describe('the allow-list', () => {
  it('says of every action what it does, expects, and how that is verified, within bounds', () => {
    for (const name of ACTION_NAMES) {
      const { does, expects, verifiedBy, verifyAfterS, limit, params, target } = ACTIONS[name];
      expect([does, expects, verifiedBy].every((text) => text.length > 10)).toBe(true);
      expect(verifyAfterS).toBeGreaterThan(0);
      expect(limit.runs).toBeGreaterThan(0);
      expect(limit.perS).toBeLessThanOrEqual(3600); // longer than what is remembered could not be kept
      expect(Object.keys(params)).toEqual(expect.arrayContaining([...target]));
    }
  });

  it('lets through what is within bounds, fills in what is left out, and names every fault', () => {
    const { params } = ACTIONS.redispatch_stuck;
    expect(readParams(params, { stage: 'payment' })).toEqual({
      kind: 'params',
      params: { stage: 'payment', older_than_s: 15 },
    });
    const faulty = readParams(params, { stage: 'cooking', older_than_s: 1.5, drop: 'tables' });
    expect(faulty.kind === 'faults' && faulty.faults.map(({ pointer }) => pointer)).toEqual([
      '/params/drop',
      '/params/stage',
      '/params/older_than_s',
    ]);
    expect(readParams(ACTIONS.restart_child.params, { instance: 'a b' }).kind).toBe('faults');
    expect(readParams(params, { stage: 'payment', older_than_s: Number.NaN }).kind).toBe('faults');
  });

  it('takes nothing for an effect that the facts do not show', () => {
    const was = { stuck_rows: 3, dead_letters: 3, process: 'a', up: true };
    const judged = (name: 'redispatch_stuck' | 'retry_dead_letters' | 'restart_child', after: object) =>
      judge(ACTIONS[name], { before: was, params: {} }, { ...was, ...after });
    expect(judged('redispatch_stuck', {})).toBe('ineffective');
    expect(judged('redispatch_stuck', { stuck_rows: 2 })).toBe('effective');
    expect(judged('retry_dead_letters', { dead_letters: 4 })).toBe('ineffective');
    expect(judged('restart_child', {})).toBe('ineffective');
    expect(judged('restart_child', { process: 'b', up: false })).toBe('ineffective');
    expect(judged('restart_child', { process: 'b' })).toBe('effective');
  });
});

describe('rules that may heal by themselves', () => {
  const off = { queueNotDraining: false, stageAge: false, deadLetters: false, eventLoop: false, oldSpace: false };
  const alert = { rule: 'dead letters', state: 'firing', labels: { stage: 'payment' }, hiddenBy: null };

  it('ask only when they fire, nobody has silenced them, and their own setting lets them', () => {
    expect(asked([alert], off)).toEqual([]);
    const on = { ...off, deadLetters: true };
    expect(asked([alert], on).map(({ params }) => params)).toEqual([{ stage: 'payment' }]);
    expect(asked([{ ...alert, state: 'pending' }], on)).toEqual([]);
    expect(asked([{ ...alert, hiddenBy: 'silence:1' }], on)).toEqual([]);
    expect(asked([{ ...alert, labels: {} }], on)).toEqual([]);
  });

  it('give their actions parameters that those let through', () => {
    const labels = { stage: 'payment', instance: 'host:3000/0' };
    for (const { action, paramsOf } of REMEDIES) {
      expect(readParams(ACTIONS[action].params, paramsOf(labels) ?? {}).kind).toBe('params');
    }
  });
});
