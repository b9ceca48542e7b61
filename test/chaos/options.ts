import { parseArgs } from 'node:util';
import type { FaultCounts } from './faults/fault';
import type { Topology } from './installation/fleet';

/** What a run is told. */
export interface RunOptions {
  readonly seed: number;
  /** Orders offered per second, whatever the system does. */
  readonly ratePerS: number;
  readonly counts: FaultCounts;
  /** The load goes on after the last fault until so many orders are acknowledged. */
  readonly acknowledged: number;
  /** `undefined`: pauses meet two installations of one child each, everything else the supervised installation. */
  readonly topology: Topology | undefined;
  /** Seconds of load before the first fault. */
  readonly calmS: number;
  /** Seconds of load between the end of one fault and the next; `undefined`: half a second to two, as the seed has it. */
  readonly gapS: number | undefined;
  /** Of 10,000 orders, so many whose waybill the database refuses. */
  readonly poisoned: number;
  /** Every commit of PostgreSQL takes a tenth of a second longer: whoever acts before one is ahead of it. */
  readonly slowCommits: boolean;
  /** Much is scarce: most orders contend with each other. */
  readonly scarce: boolean;
  /** Whether history, logs and data stay: always, never, or when a promise was broken. */
  readonly keep: 'always' | 'never' | 'when_broken';
}

export type Command =
  | { readonly kind: 'run'; readonly options: RunOptions }
  | { readonly kind: 'plants'; readonly names: readonly string[]; readonly seed: number }
  /** Faults of which people are told; `names`: parts of the names of those that are wanted, all without any. */
  | { readonly kind: 'drill'; readonly names: readonly string[] }
  | { readonly kind: 'calm'; readonly minutes: number }
  | { readonly kind: 'usage'; readonly fault: string };

export const USAGE = `npm run chaos -- [--short] [--seed S] [--rate ORDERS_PER_S] [--acknowledged N]
    [--kills N] [--pauses N] [--flushes N] [--dropped-answers N] [--full-disk N]
    [--calm SECONDS] [--gap SECONDS] [--poisoned PER_10000] [--scarce] [--slow-commits] [--topology supervised|pair]
    [--keep | --discard]
npm run chaos -- --plants [NAME …] [--seed S]
npm run chaos -- --faults [NAME …]
npm run chaos -- --calm-minutes MINUTES`;

const LIMIT = 10_000;
const DEFAULTS: FaultCounts = { kills: 8, pauses: 4, flushes: 2, droppedAnswers: 12, fullDisks: 0 };
/** Everything once or twice, within a minute on two cores. */
const SHORT: FaultCounts = { kills: 4, pauses: 1, flushes: 1, droppedAnswers: 8, fullDisks: 0 };
const POISONED = 2;
const [RATE, SHORT_RATE] = [1_000, 100];

const FLAGS = {
  short: { type: 'boolean', default: false },
  plants: { type: 'boolean', default: false },
  faults: { type: 'boolean', default: false },
  'calm-minutes': { type: 'string' },
  scarce: { type: 'boolean', default: false },
  'slow-commits': { type: 'boolean', default: false },
  keep: { type: 'boolean', default: false },
  discard: { type: 'boolean', default: false },
  seed: { type: 'string' },
  rate: { type: 'string' },
  calm: { type: 'string' },
  gap: { type: 'string' },
  poisoned: { type: 'string' },
  acknowledged: { type: 'string' },
  kills: { type: 'string' },
  pauses: { type: 'string' },
  flushes: { type: 'string' },
  'dropped-answers': { type: 'string' },
  'full-disk': { type: 'string' },
  topology: { type: 'string' },
} as const;

/** Reads the command line. Faults that are not named do not happen, unless none is named at all. */
export function readCommand(args: readonly string[], randomSeed: number): Command {
  try {
    return commandOf(args, randomSeed);
  } catch (error) {
    return { kind: 'usage', fault: error instanceof Error ? error.message : String(error) };
  }
}

function commandOf(args: readonly string[], randomSeed: number): Command {
  const { values, positionals } = parseArgs({ args: [...args], options: FLAGS, allowPositionals: true });
  const seed = count('--seed', values.seed, randomSeed, 2 ** 31);
  if (values.plants) return { kind: 'plants', names: positionals, seed };
  if (values.faults) return { kind: 'drill', names: positionals };
  if (positionals.length > 0) throw new Error(`${positionals[0] ?? ''} is not understood`);
  const calmMinutes = values['calm-minutes'];
  if (calmMinutes !== undefined) return { kind: 'calm', minutes: count('--calm-minutes', calmMinutes, 0) };
  const named: FaultCounts = {
    kills: count('--kills', values.kills, 0),
    pauses: count('--pauses', values.pauses, 0),
    flushes: count('--flushes', values.flushes, 0),
    droppedAnswers: count('--dropped-answers', values['dropped-answers'], 0),
    fullDisks: count('--full-disk', values['full-disk'], 0),
  };
  const unnamed = values.calm === undefined && Object.values(named).every((number) => number === 0);
  return {
    kind: 'run',
    options: {
      seed,
      ratePerS: count('--rate', values.rate, values.short ? SHORT_RATE : RATE, 100_000),
      counts: unnamed ? (values.short ? SHORT : DEFAULTS) : named,
      acknowledged: count('--acknowledged', values.acknowledged, 0, 100_000_000),
      calmS: count('--calm', values.calm, 0),
      gapS: values.gap === undefined ? undefined : count('--gap', values.gap, 0),
      poisoned: count('--poisoned', values.poisoned, POISONED),
      topology: topologyOf(values.topology),
      slowCommits: values['slow-commits'],
      scarce: values.scarce,
      keep: values.keep ? 'always' : values.discard ? 'never' : 'when_broken',
    },
  };
}

function count(flag: string, text: string | undefined, fallback: number, limit = LIMIT): number {
  if (text === undefined) return fallback;
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > limit) throw new Error(`${flag} must be 0 to ${limit}`);
  return number;
}

function topologyOf(text: string | undefined): Topology | undefined {
  if (text === undefined || text === 'supervised' || text === 'pair') return text;
  throw new Error('--topology must be supervised or pair');
}

export interface Leg {
  readonly topology: Topology;
  readonly counts: FaultCounts;
}

const NONE: FaultCounts = { kills: 0, pauses: 0, flushes: 0, droppedAnswers: 0, fullDisks: 0 };

/** Pauses that shall be survived by the paused itself need a fleet where nobody kills what hangs. */
export function legsOf({ topology, counts }: RunOptions): Leg[] {
  if (topology !== undefined) return [{ topology, counts }];
  const { pauses, ...others } = counts;
  const legs: Leg[] = [];
  if (Object.values(others).some((number) => number > 0)) {
    legs.push({ topology: 'supervised', counts: { ...others, pauses: 0 } });
  }
  if (pauses > 0) legs.push({ topology: 'pair', counts: { ...NONE, pauses } });
  return legs.length > 0 ? legs : [{ topology: 'supervised', counts: NONE }];
}
