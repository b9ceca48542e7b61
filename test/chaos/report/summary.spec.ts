import { describe, expect, it } from 'vitest';
import type { Fault } from '../faults/fault';
import type { Hand } from '../faults/outcome';
import { summarize, type SettledOutcome } from './summary';

const kill: Fault = { kind: 'kill', target: 'child', place: 0 };
const hand: Hand = { rows: 2, firstMs: 100, lastMs: 900, lingering: [] };
const outcome = (more: Partial<SettledOutcome>): SettledOutcome => ({
  fault: kill,
  atMs: 0,
  heldWork: true,
  awayMs: 0,
  hand: undefined,
  ...more,
});

describe('the summary', () => {
  it('tells the worst of each kind against what is promised', () => {
    const rows = summarize([
      outcome({ recovery: { answerMs: 10, effectMs: 900 }, hand: { ...hand, firstMs: 700 } }),
      outcome({ recovery: { answerMs: 400, effectMs: 30 }, heldWork: false }),
      outcome({ fault: { kind: 'flush' }, recovery: { answerMs: 5, effectMs: 1_501 } }),
      outcome({ fault: { kind: 'drop', line: 'api', resetAfterMs: 0 } }),
    ]);
    expect(rows).toMatchObject([
      { fault: 'drop answer (api)', n: 1, promised: '' },
      { fault: 'flush redis', '1st effect ms': '1501', promised: '1500/1500 MISSED' },
      {
        fault: 'kill child',
        n: 2,
        'holding work': 1,
        '1st 2xx ms': '400',
        '1st effect ms': '900',
        'its work ms': '700',
        promised: '500/1500 kept',
      },
    ]);
  });

  it('promises nothing for a process that stands still and that nobody replaces', () => {
    const fault: Fault = { kind: 'pause', target: 'child', place: 0, ms: 9_000 };
    const recovery = { answerMs: 10, effectMs: 6_000 };
    const pause = { place: 0, fromMs: 0, toMs: 9_000, redoneRows: 1 };
    expect(summarize([outcome({ fault, recovery, pause })])).toMatchObject([{ '1st effect ms': '6000', promised: '' }]);
    expect(summarize([outcome({ fault, recovery })])).toMatchObject([{ promised: '500/1500 MISSED' }]);
  });

  it('promises the first work of a process that died to be done as soon as the first of all', () => {
    const recovery = { answerMs: 10, effectMs: 10 };
    const [row] = summarize([outcome({ recovery, hand }), outcome({ recovery, hand: { ...hand, firstMs: 1_600 } })]);
    expect(row).toMatchObject({ '1st effect ms': '10', 'its work ms': '1600', promised: '500/1500 MISSED' });
  });

  it('says when something never came back', () => {
    const [row] = summarize([outcome({ recovery: { answerMs: undefined, effectMs: 1 } })]);
    expect(row).toMatchObject({ '1st 2xx ms': 'not in time', promised: '500/1500 MISSED' });
  });
});
