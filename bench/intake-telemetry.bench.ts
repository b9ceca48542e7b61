import { singles } from './intake-single.bench';
import { round2, type Report, type Scenario } from './scenario';
import type { BenchServers } from './servers/bench-servers';
import { openOtlpSink, type OtlpSink } from './servers/otlp-sink';
import { TWO_CHILDREN, withServers } from './servers/processes';
import { lostOrders, storedIntake } from './servers/stored-rows';
import {
  failedRequests,
  perSecond,
  takeTurns,
  turnFigures,
  turnRows,
  type Measured,
  type Subject,
} from './side-by-side';
import { buildWorld } from './world/bench-world';

const UNIT = 'orders/s';
const TRACES = '/v1/traces';

/** `intake-single --telemetry`: single orders with a receiver of OTLP at its default sampling, and without one. */
export const intakeTelemetry: Scenario = {
  name: 'intake-telemetry',
  summary: 'the same as intake-single --telemetry: what traces and logs over OTLP cost',
  run: (options) =>
    withServers(async (servers, processes) => {
      options.note('Preparing …');
      const sink = await openOtlpSink();
      const subject = async (name: string, telemetry: Readonly<Record<string, string>>): Promise<Subject> => {
        const databaseUrl = await servers.database(name);
        const size = { merchants: 1, couriersPerZone: 1 };
        const world = await buildWorld({ databaseUrl, redisUrl: servers.redisUrl }, size);
        const application = await processes.application(databaseUrl, { ...TWO_CHILDREN, ...telemetry });
        return singles(name, application, await world.tokens(application.port), world);
      };
      try {
        const traced = await subject('telemetry', { OTEL_EXPORTER_OTLP_ENDPOINT: sink.endpoint });
        const subjects = [traced, await subject('without', {})] as const;
        return await report(servers, sink, await takeTurns(subjects, options, UNIT));
      } finally {
        await sink.close();
      }
    }),
};

async function report(servers: BenchServers, sink: OtlpSink, turns: readonly [Measured, Measured]): Promise<Report> {
  const [traced, plain] = turns;
  const faults = failedRequests(turns);
  for (const { name, acknowledged } of turns) {
    faults.push(...lostOrders(name, acknowledged, await storedIntake(servers.urlOf(name))));
  }
  if (sink.bytesOn(TRACES) === 0) faults.push('telemetry: no span has arrived');
  const figures = {
    ...turnFigures('intake-telemetry', UNIT, traced, plain),
    costPercent: round2(100 * (1 - perSecond(traced) / perSecond(plain))),
    tracedKb: Math.round(sink.bytesOn(TRACES) / 1024),
  };
  return { figures, rows: turnRows(turns, UNIT), faults };
}
