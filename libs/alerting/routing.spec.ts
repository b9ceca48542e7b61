import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupKey, isRepeatDue, tellAt } from './grouping';
import { labelKey, matches } from './labels';
import { isInhibited, silenceOf } from './routing';

describe('matchers', () => {
  it('must all hold; none holds for nothing', () => {
    const stage = { name: 'stage', is: 'equal', value: 'payment' } as const;
    expect(matches([stage, { name: 'zone', is: 'different', value: 'n' }], { stage: 'payment' })).toBe(true);
    expect(matches([stage], { stage: 'dispatch' })).toBe(false);
    expect(matches([], { stage: 'payment' })).toBe(false);
  });

  it('see labels, not the order in which they were written', () => {
    expect(labelKey({ a: '1', b: '2' })).toBe(labelKey({ b: '2', a: '1' }));
  });
});

describe('an inhibition', () => {
  const rule = {
    source: [{ name: 'alertname', is: 'equal', value: 'instance down' }],
    target: [{ name: 'severity', is: 'equal', value: 'warning' }],
    equal: ['instance'],
  } as const;
  const target = { alertname: 'cpu', severity: 'warning', instance: 'a' };

  it('hides what the other alert explains, of the same instance only', () => {
    const down = (instance: string) => ({ alertname: 'instance down', severity: 'critical', instance });
    expect(isInhibited(target, [down('a')], [rule])).toBe(true);
    expect(isInhibited(target, [down('b')], [rule])).toBe(false);
    const both = { ...rule, source: rule.target };
    expect(isInhibited(target, [target], [both])).toBe(false);
  });
});

describe('a silence', () => {
  it('holds from its start until before its end', () => {
    const silence = {
      id: 's',
      matchers: [{ name: 'alertname', is: 'equal', value: 'cpu' }],
      startsAtMs: 10,
      endsAtMs: 20,
    } as const;
    const covered = [9, 10, 19, 20].map((nowMs) => silenceOf({ alertname: 'cpu' }, [silence], nowMs)?.id);
    expect(covered).toEqual([undefined, 's', 's', undefined]);
  });
});

describe('a group', () => {
  const policy = { by: ['alertname'], waitMs: 2, intervalMs: 10, repeatMs: 100 };

  it('is told after its wait, never closer together than its interval', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { maxLength: 40, size: 'max' }), (steps) => {
        let [nowMs, last]: [number, number | undefined] = [0, undefined];
        for (const step of steps) {
          nowMs = Math.max(nowMs + step, last ?? 0);
          const at: number = tellAt(nowMs, last, policy);
          expect(at).toBeGreaterThanOrEqual(nowMs + policy.waitMs);
          expect(at).toBeLessThanOrEqual(nowMs + policy.waitMs + policy.intervalMs);
          if (last !== undefined) expect(at - last).toBeGreaterThanOrEqual(policy.intervalMs);
          last = at;
        }
      }),
    );
  });

  it('is told again while it lasts', () => {
    expect([isRepeatDue(0, 99, policy), isRepeatDue(0, 100, policy)]).toEqual([false, true]);
    expect(groupKey({ alertname: 'cpu', instance: 'a' }, policy)).toBe('alertname=cpu');
  });
});
