/** `npm run bench -- <scenario> [--seconds N] [--json]`, or `intake-single --telemetry`: see docs/performance.md. */
import { parseArgs } from 'node:util';
import { backlog } from './backlog.bench';
import { coldStart } from './cold-start.bench';
import { consoleList } from './console-list.bench';
import { endToEnd } from './end-to-end.bench';
import { gatewayRead } from './gateway-read.bench';
import { growth } from './growth.bench';
import { intakeBulk } from './intake-bulk.bench';
import { intakeSingle } from './intake-single.bench';
import { intakeTelemetry } from './intake-telemetry.bench';
import { memory } from './memory.bench';
import { overload } from './overload.bench';
import type { Scenario } from './scenario';
import { webhooksEndpoint } from './webhooks-endpoint.bench';
import { webhooks } from './webhooks.bench';

const SCENARIOS: readonly Scenario[] = [
  intakeSingle,
  intakeTelemetry,
  intakeBulk,
  endToEnd,
  gatewayRead,
  coldStart,
  memory,
  backlog,
  growth,
  overload,
  webhooks,
  webhooksEndpoint,
  consoleList,
];
const DEFAULT_SECONDS = 15;
const MAX_SECONDS = 3_600;
const MAX_ORDERS = 10_000_000;

function usage(fault: string): never {
  const list = SCENARIOS.map(({ name, summary }) => `  ${name.padEnd(16)}${summary}`).join('\n');
  console.error(`${fault}\n\nnpm run bench -- <scenario> [--seconds N] [--json]\n\n${list}`);
  process.exit(2);
}

/** An impatient end runs the `exit` handlers, which take the servers down; the children follow their closed channel. */
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      seconds: { type: 'string' },
      json: { type: 'boolean', default: false },
      orders: { type: 'string' },
      telemetry: { type: 'boolean', default: false },
    },
  });
  const [asked] = positionals;
  if (values.telemetry && asked !== intakeSingle.name) usage(`--telemetry goes with ${intakeSingle.name}`);
  const wanted = values.telemetry ? intakeTelemetry.name : asked;
  const scenario = SCENARIOS.find(({ name }) => name === wanted) ?? usage('Which scenario?');
  const seconds = Number(values.seconds ?? DEFAULT_SECONDS);
  if (!(seconds >= 1 && seconds <= MAX_SECONDS)) usage(`--seconds must be 1 to ${MAX_SECONDS}`);
  const orders = values.orders?.split(',').map(Number);
  if (orders?.some((count) => !(count >= 1 && count <= MAX_ORDERS)) === true)
    usage(`--orders must be 1 to ${MAX_ORDERS}`);
  const { figures, rows, faults } = await scenario.run({ seconds, orders, note: (line) => console.error(line) });
  console.table(rows);
  for (const fault of faults) console.error(`FAILED: ${fault}`);
  if (values.json) console.log(JSON.stringify(figures));
  process.exitCode = faults.length > 0 ? 1 : 0;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
