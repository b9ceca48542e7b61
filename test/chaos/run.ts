/** `npm run chaos`: see docs/chaos.md. */
import { randomInt } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { runCampaign, type RunResult } from './campaign';
import { decode } from './client/history';
import { runCalm, runDrill } from './drill/run-drill';
import { readCommand, USAGE, type RunOptions } from './options';
import { runPlants } from './plants/run-plants';
import { describeViolations } from './report/broken';
import { RedoneRequests } from './report/double-runs';
import { summarize } from './report/summary';

const say = (line: string): void => console.log(line);

/** An impatient end runs the `exit` handlers, which take everything down. */
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    say(`Ended by ${signal}`);
    process.exit(130);
  });
}

async function run(options: RunOptions): Promise<number> {
  say(`seed ${options.seed} (repeat with --seed ${options.seed})`);
  const { folder, end, ...result } = await runCampaign(options, { say });
  const broken = result.violations.length > 0;
  await tell(result);
  const keep = options.keep === 'always' || (options.keep === 'when_broken' && broken);
  if (keep) say(`History, logs and data stay in ${folder}`);
  await end(keep);
  say(broken ? `FAILED with seed ${options.seed}` : 'Every promise was kept');
  return broken ? 1 : 0;
}

async function tell(result: RunResult): Promise<void> {
  console.table(summarize(result.outcomes));
  console.table(
    Object.fromEntries(
      [...result.check.rests].sort(([a], [b]) => (a < b ? -1 : 1)).map(([rest, orders]) => [rest, { orders }]),
    ),
  );
  const pauses = result.outcomes.flatMap(({ pause }) => pause ?? []);
  if (pauses.length > 0) {
    const requests = new RedoneRequests(pauses);
    for await (const line of createInterface({ input: createReadStream(result.historyFile) })) {
      for (const record of decode(`${line}\n`)) requests.add(record);
    }
    const rows = pauses.reduce((sum, { redoneRows }) => sum + redoneRows, 0);
    const pausesWithRedoneWork = pauses.filter(({ redoneRows }) => redoneRows > 0).length;
    say(`Double runs: ${rows} work rows (in ${pausesWithRedoneWork} pauses), ${requests.count} requests`);
  }
  const { orders, cancels, scans, supplies } = result.check.told;
  say(
    `${orders.size} orders sent, ${result.acknowledged} acknowledged; ${cancels.size} cancels, ${scans.size} scans, ${supplies.size} supplies; at rest after ${result.quietMs ?? '-'} ms`,
  );
  const { messages, repetitions } = result.check.webhooks;
  say(`${messages} webhooks came, ${repetitions} of them again`);
  for (const line of describeViolations(result.violations)) say(line);
}

async function main(): Promise<number> {
  const command = readCommand(process.argv.slice(2), randomInt(2 ** 31));
  switch (command.kind) {
    case 'run':
      return run(command.options);
    case 'plants':
      return runPlants(command.names, command.seed, say);
    case 'drill':
      return runDrill(command.names, say);
    case 'calm':
      return runCalm(command.minutes, say);
    case 'usage':
      console.error(`${command.fault}\n\n${USAGE}`);
      return 2;
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
