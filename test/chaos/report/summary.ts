import { nameOf } from '../faults/fault';
import type { FaultOutcome, Hand } from '../faults/outcome';

/** What is promised, in ms after the return of what failed; of what a process held, after it was struck. */
const PROMISED: Readonly<Record<string, { readonly answerMs: number; readonly effectMs: number }>> = {
  'kill child': { answerMs: 500, effectMs: 1_500 },
  'pause child': { answerMs: 500, effectMs: 1_500 },
  'kill postgres': { answerMs: 1_500, effectMs: 1_500 },
  'kill redis': { answerMs: 1_500, effectMs: 1_500 },
  'kill everything': { answerMs: 3_000, effectMs: 3_000 },
};
const PROMISED_OF_OTHERS = { answerMs: 1_500, effectMs: 1_500 };

export interface SettledOutcome extends Omit<FaultOutcome, 'hand'> {
  readonly hand: Hand | undefined;
}

export interface SummaryRow {
  readonly fault: string;
  readonly n: number;
  readonly 'holding work': number;
  /** Worst times of all n. */
  readonly 'away ms': number;
  readonly '1st 2xx ms': string;
  readonly '1st effect ms': string;
  readonly 'its work ms': string;
  readonly 'all its work ms': string;
  readonly promised: string;
}

/** One row per kind of fault: the worst of n, against what is promised. */
export function summarize(outcomes: readonly SettledOutcome[]): SummaryRow[] {
  const kinds = [...new Set(outcomes.map(({ fault }) => nameOf(fault)))].sort();
  return kinds.map((kind) => {
    const of = outcomes.filter(({ fault }) => nameOf(fault) === kind);
    const recoveries = of.flatMap(({ recovery }) => recovery ?? []);
    const hands = of.flatMap(({ hand }) => hand ?? []);
    const promised = PROMISED[kind] ?? PROMISED_OF_OTHERS;
    const answers = recoveries.map(({ answerMs }) => answerMs);
    const effects = recoveries.map(({ effectMs }) => effectMs);
    // Nothing is promised for the work of a process that stands still and that nobody replaces.
    const judged = of.filter(({ pause }) => pause === undefined).flatMap(({ recovery }) => recovery ?? []);
    const judgedHands = of.filter(({ pause }) => pause === undefined).flatMap(({ hand }) => hand ?? []);
    const kept =
      judged.every(({ answerMs }) => isWithin(answerMs, promised.answerMs)) &&
      judged.every(({ effectMs }) => isWithin(effectMs, promised.effectMs)) &&
      judgedHands.every(({ firstMs }) => isWithin(firstMs, promised.effectMs));
    return {
      fault: kind,
      n: of.length,
      'holding work': of.filter(({ heldWork }) => heldWork).length,
      'away ms': Math.max(...of.map(({ awayMs }) => awayMs)),
      '1st 2xx ms': worst(answers),
      '1st effect ms': worst(effects),
      'its work ms': worst(hands.map(({ firstMs }) => firstMs)),
      'all its work ms': worst(hands.map(({ lastMs }) => lastMs)),
      promised: judged.length === 0 ? '' : `${promised.answerMs}/${promised.effectMs} ${kept ? 'kept' : 'MISSED'}`,
    };
  });
}

function isWithin(ms: number | undefined, mostMs: number): boolean {
  return ms !== undefined && ms <= mostMs;
}

function worst(times: readonly (number | undefined)[]): string {
  if (times.length === 0) return '';
  return times.some((ms) => ms === undefined) ? 'not in time' : String(Math.max(...times.map((ms) => ms ?? 0)));
}
