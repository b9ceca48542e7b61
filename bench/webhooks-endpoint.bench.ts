import { median, round2, type Report, type Scenario } from './scenario';
import { withServers } from './servers/processes';
import { tellRound, type Round } from './webhooks/tell-round';

/** One message in so many is answered 503 the first time. */
const REFUSE_EVERY = 25;
const EVENTS_PER_S = 400;
const PER_S = 50;
const LONG_FROM_S = 10;

/** How fast one merchant can be told, and what a refusal now and then costs it: the same without any, in turn. */
export const webhooksEndpoint: Scenario = {
  name: 'webhooks-endpoint',
  summary: `one webhook endpoint that answers 503 once in ${REFUSE_EVERY}: deliveries/s; against one that never does`,
  run: ({ seconds, note }) =>
    withServers(async (servers, processes) => {
      await servers.database('empty');
      const turns = seconds >= LONG_FROM_S ? 3 : 1;
      const share = Math.max(1, Math.round(seconds / turns));
      const refusing: Round[] = [];
      const faultless: Round[] = [];
      for (let turn = 0; turn < turns; turn++) {
        for (const refuseEvery of [undefined, REFUSE_EVERY]) {
          const name = refuseEvery === undefined ? 'none' : 'some';
          const plan = { database: `one_${turn}_${name}`, endpoints: 1, deadPercent: 0 };
          const load = { burst: EVENTS_PER_S * share, perS: PER_S, seconds: share };
          const round = await tellRound(servers, processes, { ...plan, ...load, refuseEvery });
          note(`${name} refused: ${Math.round(round.deliveriesPerS)} deliveries/s, p50 ${round.p50Ms} ms`);
          (refuseEvery === undefined ? faultless : refusing).push(round);
        }
      }
      return report(refusing, faultless);
    }),
};

function report(refusing: readonly Round[], faultless: readonly Round[]): Report {
  const of = (rounds: readonly Round[], figure: (round: Round) => number): number => median(rounds.map(figure));
  const figure = of(refusing, (round) => round.deliveriesPerS);
  const yardstick = of(faultless, (round) => round.deliveriesPerS);
  const faults = [...refusing, ...faultless].flatMap((round) => round.faults);
  return {
    figures: {
      scenario: 'webhooks-endpoint',
      figure: round2(figure),
      unit: 'deliveries/s',
      yardstick: round2(yardstick),
      ratio: round2(figure / yardstick),
      p50Ms: of(refusing, (round) => round.p50Ms),
      p99Ms: of(refusing, (round) => round.p99Ms),
      errors: faults.length,
    },
    rows: [faultless, refusing].flatMap((rounds, index) =>
      rounds.map((round) => ({
        refused: index === 0 ? 'none' : `1 in ${REFUSE_EVERY}`,
        'deliveries/s': Math.round(round.deliveriesPerS),
        'p50 ms': round.p50Ms,
        'p99 ms': round.p99Ms,
      })),
    ),
    faults,
  };
}
