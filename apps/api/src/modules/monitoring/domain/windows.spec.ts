import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ATTEMPTS_LIMIT, backOffMs } from './back-off';
import { DatabaseOutage } from './database-outage';
import { GrowthWindow } from './growth-window';
import { deathsOf, instancesOf } from './instances';
import { LatencyWindow } from './latency-window';
import { StageProgress } from './stage-progress';

describe('the window of requests', () => {
  it('knows the 99th percentile to a fifth', () => {
    const durations = fc.array(fc.double({ min: 0.5, max: 20_000, noNaN: true }), {
      minLength: 1,
      maxLength: 300,
      size: 'max',
    });
    fc.assert(
      fc.property(durations, (all) => {
        const window = new LatencyWindow(3);
        for (const duration of all) window.record(duration, false);
        const exact = [...all].sort((a, b) => a - b)[Math.ceil(all.length * 0.99) - 1] ?? 0;
        expect(window.p99Ms()).toBeGreaterThanOrEqual(exact * 0.999);
        expect(window.p99Ms()).toBeLessThanOrEqual(exact * 1.21);
      }),
    );
  });

  it('forgets what is so many ticks ago', () => {
    const window = new LatencyWindow(2);
    window.record(100, true);
    window.turn();
    expect([window.requests, window.faults]).toEqual([1, 1]);
    window.turn();
    expect([window.requests, window.faults, window.p99Ms()]).toEqual([0, 0, undefined]);
  });
});

describe('growth', () => {
  it('is that of the least of each minute within an hour', () => {
    const window = new GrowthWindow();
    for (let minute = 0; minute <= 60; minute++) {
      window.add(minute * 60_000, 1e9); // a peak
      window.add(minute * 60_000 + 1, 100 + minute);
      if (minute < 60) expect(window.growth()).toBeUndefined();
    }
    expect(window.growth()).toBeCloseTo(0.59);
  });
});

describe('back-off', () => {
  it('doubles to a minute and is spread by a quarter', () => {
    const attempt = fc.integer({ min: 1, max: ATTEMPTS_LIMIT });
    fc.assert(
      fc.property(attempt, fc.double({ min: 0, max: 1, noNaN: true }), (number, random) => {
        const base = Math.min(60_000, 1000 * 2 ** (number - 1));
        expect(backOffMs(number, random)).toBeGreaterThanOrEqual(0.75 * base - 1);
        expect(backOffMs(number, random)).toBeLessThanOrEqual(1.25 * base + 1);
      }),
    );
  });
});

describe('instances', () => {
  const report = (process: string, instance: string, startedAtMs: number, silentMs: number) => ({
    process,
    instance,
    startedAtMs,
    silentMs,
  });
  const me = report('me', 'host/0', 1, 100);

  it('are up while their newest process speaks', () => {
    const dead = report('dead', 'host/1', 1, 60_000);
    expect(instancesOf([me, dead], 'me')).toEqual([
      { instance: 'host/0', isUp: true },
      { instance: 'host/1', isUp: false },
    ]);
    expect(instancesOf([me, report('new', 'host/1', 2, 10), dead], 'me')[1]).toMatchObject({ isUp: true });
  });

  it('have a death while the one that followed is new, and none when somebody has left in good order', () => {
    const seen = (follower: number) => [
      { ...report('dead', 'host/1', 1000, 60_000), reportedAtMs: 2000 },
      { ...report('next', 'host/1', 50_000, 10), reportedAtMs: 50_000 + follower },
      { ...me, reportedAtMs: 60_000 },
    ];
    expect([...deathsOf(seen(5000))]).toEqual([
      ['host/1', 1],
      ['host/0', 0],
    ]);
    expect(deathsOf(seen(31_000)).get('host/1')).toBe(0);
    expect(deathsOf(seen(5000).slice(1)).get('host/1')).toBe(0);
  });

  it('are not judged by a process that could not report itself', () => {
    expect(instancesOf([{ ...me, silentMs: 5000 }, report('other', 'host/1', 1, 5000)], 'me')).toEqual([]);
  });
});

describe('the progress of a stage', () => {
  it('is stalled only while there is work and none is done', () => {
    const progress = new StageProgress();
    const seen = [progress.stalledS('payment', 5, 0), progress.stalledS('payment', 5, 9000)];
    progress.moved('payment', 9500);
    expect([...seen, progress.stalledS('payment', 5, 10_000), progress.stalledS('payment', 0, 20_000)]).toEqual([
      0, 9, 0.5, 0,
    ]);
  });
});

describe('an outage of PostgreSQL', () => {
  it('is told after five seconds, once, and its end once', () => {
    const outage = new DatabaseOutage();
    const answers = [true, false, false, false, false, false, false, false, true];
    expect(answers.map((up, second) => outage.look(up, second * 1000))).toEqual([
      ...Array<undefined>(6).fill(undefined),
      'away',
      undefined,
      'back',
    ]);
    expect(outage.told('back', 'a')).toMatchObject({
      status: 'resolved',
      startsAt: '1970-01-01T00:00:01.000Z',
      endsAt: '1970-01-01T00:00:08.000Z',
    });
  });

  it('that is shorter is told to nobody', () => {
    const outage = new DatabaseOutage();
    const answers = [true, false, false, true, false, false, false, false, true];
    expect(answers.map((up, second) => outage.look(up, second * 1000)).filter((news) => news !== undefined)).toEqual(
      [],
    );
  });
});
