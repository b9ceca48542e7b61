// `npm run reload`: replaces the children of a running `npm start` one by one, by what `dist` holds now; no request fails.
// Build first. Elsewhere, send SIGHUP to the supervisor.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CHECKOUT } from './lib/checkout.mjs';
import { loadEnvironmentFile } from './lib/environment.mjs';
import { sentenceFor, SetupFailure } from './lib/setup-failure.mjs';

const WITHIN_MS = 120_000;
const POLL_MS = 100;
const NOT_RUNNING = 'Linehaul does not run from this folder: start it with "npm start".';

function managementUrl() {
  const file = join(resolve(CHECKOUT, process.env.LINEHAUL_STATE || '.linehaul'), 'demo.json');
  if (!existsSync(file)) throw new SetupFailure(NOT_RUNNING);
  return JSON.parse(readFileSync(file, 'utf8')).management_url;
}

async function processes(url) {
  const answer = await fetch(`${url}/processes`).catch(() => undefined);
  if (answer?.ok !== true) throw new SetupFailure(NOT_RUNNING);
  return answer.json();
}

/** Waits until none of the former children is left; fails when the next one does not start and they go on. */
async function reload() {
  const url = managementUrl();
  const { supervisor, children } = await processes(url);
  const former = new Set(children.map(({ pid }) => pid));
  process.kill(supervisor.pid, 'SIGHUP');
  const deadline = Date.now() + WITHIN_MS;
  while (Date.now() < deadline) {
    await delay(POLL_MS);
    const now = (await processes(url)).children;
    if (now.every(({ pid, state }) => !former.has(pid) && state === 'ready')) return now.length;
  }
  throw new SetupFailure('The next child does not start, and the former ones go on: see linehaul.log.');
}

try {
  loadEnvironmentFile();
  console.log(`${await reload()} children are new.`);
} catch (error) {
  console.error(sentenceFor(error));
  process.exitCode = 1;
}
