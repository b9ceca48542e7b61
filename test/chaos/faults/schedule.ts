import { Random } from '../random';
import { DROP_LINES, KILL_TARGETS, PAUSE_TARGETS, type Fault, type FaultCounts, type ScheduledFault } from './fault';

const [GAP_LEAST_MS, GAP_MOST_MS] = [400, 1_600];
const [DROP_GAP_LEAST_MS, DROP_GAP_MOST_MS] = [20, 250];
const [SHORT_PAUSE_MS, MIDDLE_PAUSE_MS, LONGEST_PAUSE_MS] = [500, 3_000, 10_000];
/** From this on whoever stands still has lost its locks, leases and transactions by the time it goes on. */
const OUTLIVING_PAUSE_MS = 7_500;
const [DISK_LEAST_MS, DISK_MOST_MS] = [2_000, 6_000];
const PLACES = 2;

/** The faults of a run in their order: every target gets its share, the seed decides the rest. */
export function scheduleFaults(seed: number, counts: FaultCounts): ScheduledFault[] {
  const random = Random.for(seed, 'faults');
  const inTurn = <T>(count: number, values: readonly T[]): T[] =>
    Array.from({ length: count }, (_, index) => values[index % values.length] as T);
  const faults: Fault[] = [
    ...inTurn(counts.kills, KILL_TARGETS).map((target, index): Fault => ({
      kind: 'kill',
      target,
      place: Math.floor(index / KILL_TARGETS.length) % PLACES,
    })),
    ...inTurn(counts.pauses, PAUSE_TARGETS).map((target, index): Fault => ({
      kind: 'pause',
      target,
      place: index % PLACES,
      ms: pauseMs(random, target, index),
    })),
    ...inTurn(counts.flushes, [0]).map((): Fault => ({ kind: 'flush' })),
    ...inTurn(counts.droppedAnswers, DROP_LINES).map((line): Fault => ({
      kind: 'drop',
      line,
      resetAfterMs: random.int(0, 800),
    })),
    ...inTurn(counts.fullDisks, [0]).map((): Fault => ({
      kind: 'full_disk',
      ms: random.int(DISK_LEAST_MS, DISK_MOST_MS),
    })),
  ];
  return random.shuffle(faults).map((fault) => ({ fault, gapMs: gapMs(random, fault) }));
}

/** Every other pause of a process is long enough that its work is done by somebody else when it comes back. */
function pauseMs(random: Random, target: string, index: number): number {
  if (target === 'child' && index % 2 === 0) return random.int(OUTLIVING_PAUSE_MS, LONGEST_PAUSE_MS);
  return random.chance(0.3)
    ? random.int(MIDDLE_PAUSE_MS, LONGEST_PAUSE_MS)
    : random.int(SHORT_PAUSE_MS, MIDDLE_PAUSE_MS);
}

function gapMs(random: Random, { kind }: Fault): number {
  return kind === 'drop' ? random.int(DROP_GAP_LEAST_MS, DROP_GAP_MOST_MS) : random.int(GAP_LEAST_MS, GAP_MOST_MS);
}
