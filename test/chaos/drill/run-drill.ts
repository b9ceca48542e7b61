import { setTimeout as delay } from 'node:timers/promises';
import { type DrillFault } from './drill-fault';
import { DrillSite } from './drill-site';
import { PROCESS_FAULTS } from './process-faults';
import { SERVER_FAULTS } from './server-faults';
import { Traffic } from './traffic';
import { WORK_FAULTS } from './work-faults';

type Say = (line: string) => void;

const RATE_PER_S = 10;
const CALM_RATE_PER_S = 10;
/** Until then the usual is not known. */
const WARM_UP_MS = 80_000;
/** What is promised. */
const TOLD_WITHIN_MS = 15_000;
const TOLD_AT_LAST_MS = 40_000;
const OVER_WITHIN_MS = 90_000;
const QUIET_POLL_MS = 500;
const LEAST_HEALED = 6;
const MINUTE_MS = 60_000;

const FAULTS: readonly DrillFault[] = [...PROCESS_FAULTS, ...WORK_FAULTS, ...SERVER_FAULTS];

/** What rules may do by themselves in the drill, and how often it is looked whether everything adds up. */
const SETTINGS = {
  remediation: { dead_letters: true, event_loop: true },
  monitoring: { invariants_every_s: 3 },
  webhooks: { allow_list: '127.0.0.1' },
};

interface Row {
  readonly fault: string;
  readonly rule: string;
  readonly told_s: number | undefined;
  readonly over_s: number | undefined;
  readonly healed_by: string;
  readonly note: string;
}

/** `--faults`: each of twelve faults on a real installation under light load; told in time, and over when it is over. */
export async function runDrill(names: readonly string[], say: Say): Promise<number> {
  const wanted = names.length === 0 ? FAULTS : FAULTS.filter(({ name }) => names.some((part) => name.includes(part)));
  say('Building the installation …');
  const site = await DrillSite.open(say);
  const traffic = Traffic.start(site.stateFolder, RATE_PER_S);
  process.once('exit', () => traffic.kill());
  let isGood = false;
  try {
    await site.operator.set(SETTINGS);
    say(`Light load for ${WARM_UP_MS / 1000} s, so that it is known what is usual …`);
    await delay(WARM_UP_MS);
    const rows: Row[] = [];
    for (const fault of wanted) {
      await untilQuiet(site);
      rows.push(await strike(site, fault, say).catch((error: unknown) => failed(fault, error)));
    }
    console.table(rows);
    isGood = await judge(site, rows, wanted, say);
    return isGood ? 0 : 1;
  } finally {
    await traffic.stop();
    if (!isGood) say(`Logs and data stay in ${site.servers.folder}`);
    await site.close(!isGood);
  }
}

/** What could not be done is a failure of the drill, and no reason to leave the other faults out. */
function failed({ name, rule, healedBy }: DrillFault, error: unknown): Row {
  const note = error instanceof Error ? error.message : String(error);
  return { fault: name, rule, told_s: undefined, over_s: undefined, healed_by: healedBy, note };
}

async function strike(site: DrillSite, fault: DrillFault, say: Say): Promise<Row> {
  const { name, rule, healedBy } = fault;
  const obstacle = fault.obstacle?.(site);
  const row = { fault: name, rule, told_s: undefined, over_s: undefined, healed_by: healedBy, note: '' };
  if (obstacle !== undefined) return { ...row, healed_by: '', note: `cannot be had here: ${obstacle}` };
  say(`${name} …`);
  const atMs = Date.now();
  const struck = await fault.strike(site);
  const told = await site.onCall.hears(rule, 'firing', atMs, TOLD_AT_LAST_MS);
  await struck.end();
  const endedMs = Date.now();
  const over = await site.onCall.hears(rule, 'resolved', told?.atMs ?? endedMs, OVER_WITHIN_MS);
  const told_s = told && seconds(told.atMs - atMs);
  const over_s = over && Math.max(0, seconds(over.atMs - endedMs));
  const others = [...new Set(site.onCall.heard.filter((each) => each.atMs >= atMs).map((each) => each.rule))];
  const also = others.filter((other) => other !== rule && other !== 'watchdog');
  say(`  told after ${told_s ?? '-'} s, over ${over_s ?? '-'} s after its end`);
  return { ...row, told_s, over_s, note: also.length === 0 ? '' : `also: ${also.join(', ')}` };
}

/** Nothing is wrong any more: a fault meets a whole system, and what is told then is of this fault. */
async function untilQuiet(site: DrillSite): Promise<void> {
  const untilMs = performance.now() + OVER_WITHIN_MS;
  while (performance.now() < untilMs) {
    const { data } = await site.operator.get<{ data: { rule: string }[] }>('/v1/alerts?state=firing');
    const children = await site.children();
    if (data.every(({ rule }) => rule === 'watchdog') && children.length === 2) return;
    await delay(QUIET_POLL_MS);
  }
}

async function judge(site: DrillSite, rows: readonly Row[], wanted: readonly DrillFault[], say: Say): Promise<boolean> {
  const had = rows.filter(({ note }) => !note.startsWith('cannot'));
  const late = had.filter(({ told_s: told }) => told === undefined || told * 1000 > TOLD_WITHIN_MS);
  const lasting = had.filter(({ over_s: over }) => over === undefined);
  const healed = had.filter(({ healed_by: by, over_s: over }) => by !== 'a person' && over !== undefined);
  const { data } = await site.operator.get<{ data: { action: string; state: string; rule: string | null }[] }>(
    '/v1/remediations/runs',
  );
  for (const { action, state, rule } of data.filter((run) => run.rule !== null)) {
    say(`A rule has asked: ${rule ?? ''} → ${action}: ${state}`);
  }
  for (const { fault } of late) say(`NOT told within ${TOLD_WITHIN_MS / 1000} s: ${fault}`);
  for (const { fault } of lasting) say(`NOT over within ${OVER_WITHIN_MS / 1000} s: ${fault}`);
  say(`${healed.length} of ${had.length} healed without a person`);
  const enough =
    healed.length >= Math.min(LEAST_HEALED, wanted.filter(({ healedBy }) => healedBy !== 'a person').length);
  return late.length === 0 && lasting.length === 0 && enough;
}

/** `--calm-minutes`: the demo's traffic, and nobody is called. */
export async function runCalm(minutes: number, say: Say): Promise<number> {
  say('Building the installation …');
  const site = await DrillSite.open(say);
  const traffic = Traffic.start(site.stateFolder, CALM_RATE_PER_S);
  process.once('exit', () => traffic.kill());
  let isGood = false;
  try {
    say(`${CALM_RATE_PER_S} orders a second for ${minutes} min …`);
    await delay(minutes * MINUTE_MS);
    const [placed] = await site.sql<{ orders: number }>('select count(*)::int as orders from live.orders');
    const alarms = site.onCall.heard.filter(({ rule }) => rule !== 'watchdog');
    for (const { rule, status, summary, atMs } of alarms) {
      say(`${new Date(atMs).toISOString()} ${status} ${rule}: ${summary}`);
    }
    const watched = site.onCall.told('watchdog', 'firing', 0) !== undefined;
    say(`${placed?.orders ?? 0} orders; ${alarms.length} alerts; the watchdog was ${watched ? '' : 'NOT '}heard`);
    isGood = alarms.length === 0 && watched && traffic.isRunning && (placed?.orders ?? 0) > 0;
    return isGood ? 0 : 1;
  } finally {
    await traffic.stop();
    if (!isGood) say(`Logs and data stay in ${site.servers.folder}`);
    await site.close(!isGood);
  }
}

function seconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}
