import { describe, expect, it } from 'vitest';
import { legsOf, readCommand, type RunOptions } from './options';

function optionsOf(...args: readonly string[]): RunOptions {
  const command = readCommand(args, 42);
  if (command.kind !== 'run') throw new Error(`A run was expected, not ${command.kind}`);
  return command.options;
}

describe('the command line', () => {
  it('does a little of everything when no fault is named', () => {
    expect(optionsOf()).toMatchObject({ seed: 42, ratePerS: 1_000, counts: { kills: 8, pauses: 4, flushes: 2 } });
    expect(optionsOf('--short')).toMatchObject({ ratePerS: 100, counts: { kills: 4, pauses: 1, flushes: 1 } });
  });

  it('does what is named, and nothing else', () => {
    const { counts, seed, ratePerS } = optionsOf('--kills', '80', '--seed', '7', '--rate', '500');
    expect(counts).toEqual({ kills: 80, pauses: 0, flushes: 0, droppedAnswers: 0, fullDisks: 0 });
    expect([seed, ratePerS]).toEqual([7, 500]);
    expect(optionsOf('--calm', '10').counts.kills).toBe(0);
    expect([optionsOf('--kills', '1', '--gap', '8').gapS, optionsOf('--kills', '1').gapS]).toEqual([8, undefined]);
  });

  it('refuses what it does not understand', () => {
    expect(readCommand(['--kills', 'many'], 1)).toMatchObject({ kind: 'usage', fault: '--kills must be 0 to 10000' });
    expect(readCommand(['--frobnicate'], 1).kind).toBe('usage');
    expect(readCommand(['stray'], 1).kind).toBe('usage');
    expect(readCommand(['--topology', 'moebius'], 1).kind).toBe('usage');
  });

  it('plants all faults or those that are named', () => {
    expect(readCommand(['--plants'], 1)).toEqual({ kind: 'plants', names: [], seed: 1 });
    expect(readCommand(['--plants', 'refund-twice'], 1)).toMatchObject({ names: ['refund-twice'] });
  });

  it('pauses processes where nobody kills what hangs, and does all else to the supervised ones', () => {
    const legs = legsOf(optionsOf('--kills', '3', '--pauses', '2'));
    expect(legs.map(({ topology, counts: { kills, pauses } }) => [topology, kills, pauses])).toEqual([
      ['supervised', 3, 0],
      ['pair', 0, 2],
    ]);
    expect(legsOf(optionsOf('--pauses', '2')).map(({ topology }) => topology)).toEqual(['pair']);
    expect(legsOf(optionsOf('--pauses', '2', '--topology', 'supervised'))).toHaveLength(1);
    expect(legsOf(optionsOf('--calm', '5')).map(({ topology }) => topology)).toEqual(['supervised']);
  });
});
