import type { Alert } from '#lib/alerting';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planTellings, type Telling, type TrackedAlert } from './tellings';

const alert = (state: Alert['state'], name = 'latency', instance = 'a'): Alert => ({
  key: `${name} ${instance}`,
  rule: name,
  seriesKey: '[]',
  labels: { alertname: name, severity: 'warning', topic: 'performance', instance },
  state,
  sinceMs: 0,
  firedAtMs: 0,
  resolvedAtMs: state === 'resolved' ? 1 : undefined,
  wellSinceMs: undefined,
  seenAtMs: 0,
  value: 1,
  threshold: 0,
  summary: '',
  endedBy: undefined,
});

const silence = (startsAtMs: number, endsAtMs: number) => ({
  id: 's',
  matchers: [{ name: 'alertname', is: 'equal', value: 'latency' } as const],
  startsAtMs,
  endsAtMs,
});

/** Plays looks one after the other, a second apart; answers what each told. */
function play(looks: readonly (readonly Alert[])[], silences = [silence(0, 0)]): Telling[][] {
  let before: ReadonlyMap<string, TrackedAlert> = new Map();
  return looks.map((alerts, second) => {
    const plan = planTellings(alerts, before, silences, new Map(), second * 1000);
    before = plan.alerts;
    return [...plan.tellings];
  });
}

describe('who is told what', () => {
  it('is told once that an alert fires, and once that it is over', () => {
    const looks = [[alert('pending')], [alert('firing')], [alert('firing')], [alert('resolved')], []];
    expect(play(looks).map((tellings) => tellings.map(({ alerts }) => alerts[0]?.status))).toEqual([
      [],
      ['firing'],
      [],
      ['resolved'],
      [],
    ]);
  });

  it('hears of a group together, and that it is over with its last alert', () => {
    const [both, one] = play([
      [alert('firing'), alert('firing', 'latency', 'b')],
      [alert('resolved'), alert('firing', 'latency', 'b')],
    ]);
    expect(both).toMatchObject([{ groupKey: 'alertname=latency', alerts: [{}, {}], isOver: false }]);
    expect(one).toMatchObject([{ alerts: [{ status: 'resolved' }], isOver: false }]);
  });

  it('hears of a silenced alert when the silence ends, and never of the end of one that it never heard of', () => {
    const looks = [[alert('firing')], [alert('firing')], [alert('firing')]];
    expect(play(looks, [silence(0, 2000)]).map((tellings) => tellings.length)).toEqual([0, 0, 1]);
    expect(play([[alert('firing')], [alert('resolved')]], [silence(0, 9000)]).flat()).toEqual([]);
  });

  it('does not hear what another alert explains', () => {
    const down = alert('firing', 'instance down');
    expect(play([[down, alert('firing')]]).flat()).toMatchObject([{ groupKey: 'alertname=instance down' }]);
  });

  it('hears again of what lasts', () => {
    const told: TrackedAlert = { ...alert('firing'), told: true, hiddenBy: null };
    const lastTold = new Map([['alertname=latency', 0]]);
    const plan = (nowMs: number) => planTellings([told], new Map([[told.key, told]]), [], lastTold, nowMs).tellings;
    expect(plan(4 * 3_600_000 - 1)).toEqual([]);
    expect(plan(4 * 3_600_000)).toMatchObject([{ isNews: false, alerts: [{ status: 'firing' }] }]);
  });

  it('hears beginnings and ends in turn, whatever silences come and go', () => {
    const states = fc.array(fc.constantFrom('firing', 'firing', 'resolved' as const), { maxLength: 40, size: 'max' });
    const spans = fc.array(fc.tuple(fc.nat(40), fc.nat(10)), { maxLength: 4, size: 'max' });
    fc.assert(
      fc.property(states, spans, (seen, silent) => {
        const silences = silent.map(([from, length]) => silence(from * 1000, (from + length) * 1000));
        const looks = seen.map((state, index) =>
          state === 'resolved' && seen[index - 1] !== 'firing' ? [] : [alert(state as Alert['state'])],
        );
        const statuses = play(looks, silences).flatMap((tellings) => tellings.map(({ alerts }) => alerts[0]?.status));
        statuses.forEach((status, index) => expect(status).toBe(index % 2 === 0 ? 'firing' : 'resolved'));
      }),
    );
  });
});
