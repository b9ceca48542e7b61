/** `npm run demo [-- --rate 50]`: a country at work, through the public API alone. Needs a running `npm start`. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readDemoFile } from './demo-credentials';
import { play } from './play/play';
import { complain } from './play/terminal';

const DEFAULT_RATE = 20;
const MAX_RATE = 1_000;
const STATE_FOLDER = '.linehaul';

function fail(sentence: string): never {
  complain(sentence);
  process.exit(1);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { rate: { type: 'string' }, state: { type: 'string' } } });
  const ratePerS = Number(values.rate ?? DEFAULT_RATE);
  if (!(ratePerS > 0 && ratePerS <= MAX_RATE)) fail(`--rate is orders per second, up to ${MAX_RATE}.`);
  const folder = values.state ?? STATE_FOLDER;
  const demo = readDemoFile(resolve(folder));
  if (demo === undefined) {
    fail(
      `There is no demo in ${folder}: run "npm start" first and leave it running, or name its folder: --state FOLDER.`,
    );
  }
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  await play(demo, ratePerS, stopping.signal);
}

main().catch((error: unknown) => {
  const { message, cause } = error instanceof Error ? error : new Error(String(error));
  complain(cause instanceof Error ? `${message}: ${cause.message}` : message);
  process.exitCode = 1;
});
