import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { ApiClient } from './api-client';
import { type CourierAccess, Couriers } from './couriers';
import { readCountry } from './country';
import { Merchant } from './merchant';
import { Parcels } from './parcels';
import { Scanners } from './scanners';
import { liveLine, Tally } from './tally';
import { say } from './terminal';

export interface Demo {
  readonly base_url: string;
  readonly clients: Readonly<Record<string, { readonly client_id: string; readonly client_secret: string }>>;
}

const LINE_EVERY_MS = 1_000;
/** Players and requests that may wait on one signal. */
const MAX_WAITERS = 2_000;
/** After Ctrl-C, requests under way may still be answered for this long. */
const FINISH_WITHIN_MS = 2_000;

/** Lets merchants order, scanners scan and couriers deliver until `signal`, then says what came of it. */
export async function play(demo: Demo, ratePerS: number, signal: AbortSignal): Promise<void> {
  const cut = new AbortController();
  for (const shared of [signal, cut.signal]) setMaxListeners(MAX_WAITERS, shared);
  const client = (name: string): ApiClient => {
    const credentials = demo.clients[name];
    if (credentials === undefined) throw new Error(`demo.json has no client ${name}`);
    return new ApiClient(demo.base_url, credentials, cut.signal);
  };
  const tally = new Tally();
  const operator = client('demo-operator');
  const country = await readCountry(operator);
  say(`Placing ${ratePerS} orders a second in ${country.zones.length} zones; Ctrl-C ends it.`);
  const access = new Map<string, CourierAccess>();
  const accessOf = (courierId: string): CourierAccess => {
    const known = access.get(courierId);
    if (known !== undefined) return known;
    const name = country.courierClients.get(courierId);
    const own = name !== undefined && name in demo.clients ? { api: client(name), query: '' } : undefined;
    const opened = own ?? { api: operator, query: `&courier_id=${courierId}` };
    access.set(courierId, opened);
    return opened;
  };
  const parcels = new Parcels(operator, country.links, tally);
  const couriers = new Couriers(accessOf, tally);
  const scanners = new Scanners(client('demo-scanner'), parcels, couriers, tally);
  const merchant = new Merchant(client('demo-merchant'), country, parcels, tally);
  const startedMs = performance.now();
  const players = Promise.allSettled([
    merchant.play(ratePerS, signal),
    parcels.play(signal),
    scanners.play(signal),
    couriers.play(signal),
    showLine(tally, signal),
  ]);
  signal.addEventListener('abort', () => setTimeout(() => cut.abort(), FINISH_WITHIN_MS).unref(), { once: true });
  await players;
  summarize(tally, (performance.now() - startedMs) / 1000);
}

/** One line, written over itself on a terminal. */
async function showLine(tally: Tally, signal: AbortSignal): Promise<void> {
  const { isTTY } = process.stdout;
  let before = { placed: 0, delivered: 0 };
  let lastMs = performance.now();
  while (!signal.aborted) {
    await delay(LINE_EVERY_MS, undefined, { signal }).catch(() => undefined);
    const nowMs = performance.now();
    const line = liveLine(tally, before, (nowMs - lastMs) / 1000);
    process.stdout.write(isTTY ? `\r\u001b[2K${line}` : `${line}\n`);
    before = { placed: tally.placed, delivered: tally.delivered };
    lastMs = nowMs;
  }
}

function summarize(tally: Tally, seconds: number): void {
  const { placed, dispatched, waiting, scans, delivered, attemptsFailed } = tally;
  say(`\n${seconds.toFixed(0)} s: ${placed} orders placed, ${dispatched} followed, ${waiting} still waiting,`);
  say(`${scans} scans, ${delivered} delivered, ${attemptsFailed} attempts found nobody at home.`);
  for (const [what, count] of tally.faults().slice(0, 10)) say(`  ${count} × ${what}`);
}
