import { errorCount, faultCount, type LoadResult } from './load/load-plan';
import { median, round2, roundsOf, type BenchOptions, type Figures } from './scenario';

/** One of those that are measured in turns: ours, or a yardstick. */
export interface Subject {
  readonly name: string;
  /** One round; `name` is unique within the run. */
  run(this: void, seconds: number, name: string): Promise<LoadResult>;
}

/** What came of a subject. */
export interface Measured {
  readonly name: string;
  /** The rounds that count. */
  readonly results: LoadResult[];
  /** Orders acknowledged in all rounds, the warm-up among them. */
  acknowledged: number;
}

const WARM_UP_S = 2;

/** A B A B: every subject has its turn in every round, after a warm-up that is not counted. In the order of `subjects`. */
export async function takeTurns<const Subjects extends readonly Subject[]>(
  subjects: Subjects,
  options: BenchOptions,
  unit: string,
): Promise<{ readonly [Index in keyof Subjects]: Measured }> {
  const measured = subjects.map(({ name }): Measured => ({ name, results: [], acknowledged: 0 }));
  const width = Math.max(...subjects.map(({ name }) => name.length));
  const rounds = roundsOf(options.seconds);
  for (let round = 0; round <= rounds.count; round++) {
    const seconds = round === 0 ? Math.min(WARM_UP_S, options.seconds) : rounds.seconds;
    for (const [index, subject] of subjects.entries()) {
      const result = await subject.run(seconds, `${subject.name}-${round}`);
      const into = measured[index];
      if (into === undefined) continue;
      into.acknowledged += result.acknowledged;
      if (round > 0) into.results.push(result);
      const perS = Math.round(result.acknowledged / result.seconds);
      options.note(`${round === 0 ? 'warm-up' : `round ${round}`}  ${subject.name.padEnd(width)}  ${perS} ${unit}`);
    }
  }
  return measured as { [Index in keyof Subjects]: Measured };
}

export const perSecond = ({ results }: Measured): number =>
  median(results.map(({ acknowledged, seconds }) => acknowledged / seconds));

const middle = ({ results }: Measured, of: (result: LoadResult) => number): number => median(results.map(of));

/** One row per subject; the first is ours. */
export function turnRows(measured: readonly Measured[], unit: string): Record<string, string | number>[] {
  const ours = measured[0] === undefined ? Number.NaN : perSecond(measured[0]);
  return measured.map((subject) => ({
    subject: subject.name,
    [unit]: Math.round(perSecond(subject)),
    'p50 ms': round2(middle(subject, ({ p50Ms }) => p50Ms)),
    'p99 ms': round2(middle(subject, ({ p99Ms }) => p99Ms)),
    refused: subject.results.reduce((sum, result) => sum + errorCount(result) - faultCount(result), 0),
    'generator cores': round2(middle(subject, ({ generatorCores }) => generatorCores)),
    'ours is × it': round2(ours / perSecond(subject)),
  }));
}

/** The figures that every comparison has. */
export function turnFigures(scenario: string, unit: string, ours: Measured, yardstick: Measured): Figures {
  return {
    scenario,
    figure: Math.round(perSecond(ours)),
    unit,
    yardstick: Math.round(perSecond(yardstick)),
    ratio: round2(perSecond(ours) / perSecond(yardstick)),
    p50Ms: round2(middle(ours, ({ p50Ms }) => p50Ms)),
    p99Ms: round2(middle(ours, ({ p99Ms }) => p99Ms)),
    errors: ours.results.reduce((sum, result) => sum + errorCount(result), 0),
    generatorCores: round2(middle(ours, ({ generatorCores }) => generatorCores)),
    rounds: ours.results.length,
  };
}

/** Says which subjects had requests that failed. */
export function failedRequests(measured: readonly Measured[]): string[] {
  return measured
    .filter(({ results }) => results.some((result) => faultCount(result) > 0))
    .map(({ name, results }) => `${name}: requests failed: ${JSON.stringify(results.map(({ errors }) => errors))}`);
}
