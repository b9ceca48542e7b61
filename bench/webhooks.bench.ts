import { median, round2, type Report, type Scenario } from './scenario';
import { withServers } from './servers/processes';
import { tellRound, type Round } from './webhooks/tell-round';

const ENDPOINTS = 10_000;
const DEAD_PERCENT = 1;
/** Events told at once, and then per second. */
const [BURST, PER_S] = [5_000, 100];
/** A run that is only to show that everything works. */
const FEW = { endpoints: 400, burst: 200 };
const LONG_FROM_S = 10;

/** What dead endpoints cost those that answer: the same with and without them, in turn. */
export const webhooks: Scenario = {
  name: 'webhooks',
  summary: `${ENDPOINTS} webhook endpoints, ${DEAD_PERCENT} % of them dead: deliveries/s and lateness of the others; against none dead`,
  run: ({ seconds, note }) =>
    withServers(async (servers, processes) => {
      await servers.database('empty');
      const isLong = seconds >= LONG_FROM_S;
      const size = isLong ? { endpoints: ENDPOINTS, burst: BURST } : FEW;
      const turns = isLong ? 3 : 1;
      const rounds: Round[] = [];
      for (let turn = 0; turn < turns; turn++) {
        for (const deadPercent of [0, DEAD_PERCENT]) {
          const database = `told_${turn}_${deadPercent}`;
          const plan = { ...size, database, deadPercent, perS: PER_S, seconds: Math.max(1, seconds / turns) };
          const round = await tellRound(servers, processes, plan);
          note(`${deadPercent} % dead: ${Math.round(round.deliveriesPerS)} deliveries/s, p99 ${round.p99Ms} ms`);
          rounds.push(round);
        }
      }
      return report(rounds);
    }),
};

function report(rounds: readonly Round[]): Report {
  const of = (deadPercent: number, figure: (round: Round) => number): number =>
    median(rounds.filter((round) => round.deadPercent === deadPercent).map(figure));
  const [figure, yardstick] = [DEAD_PERCENT, 0].map((dead) => of(dead, ({ deliveriesPerS }) => deliveriesPerS));
  const [p99Ms, p99NoneDeadMs] = [DEAD_PERCENT, 0].map((dead) => of(dead, (round) => round.p99Ms));
  if (figure === undefined || yardstick === undefined || p99Ms === undefined || p99NoneDeadMs === undefined)
    throw new Error('Nothing was told');
  const faults = rounds.flatMap((round) => round.faults.map((fault) => `${round.deadPercent} % dead: ${fault}`));
  const figures = {
    scenario: 'webhooks',
    figure: round2(figure),
    unit: 'deliveries/s',
    yardstick: round2(yardstick),
    ratio: round2(figure / yardstick),
    p50Ms: of(DEAD_PERCENT, (round) => round.p50Ms),
    p99Ms,
    errors: faults.length,
    p99NoneDeadMs,
    ratioP99: round2(p99Ms / p99NoneDeadMs),
  };
  const rows = rounds.map(({ deadPercent, deliveriesPerS, p50Ms, p99Ms: p99 }) => ({
    'dead %': deadPercent,
    'deliveries/s': Math.round(deliveriesPerS),
    'p50 ms': p50Ms,
    'p99 ms': p99,
  }));
  return {
    figures,
    rows,
    faults,
  };
}
