import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { checkRun, type CheckResult } from './check/check-run';
import { quietBy } from './check/quiescence';
import { violation, type Violation } from './check/violation';
import { CHECKOUT } from './checkout';
import type { ClientPlan, LoadMix } from './client/plan';
import { ClientProcess } from './faults/client-process';
import { nameOf, type Fault } from './faults/fault';
import { Injector } from './faults/injector';
import type { FaultOutcome, Hand } from './faults/outcome';
import { PipelineWatch } from './faults/pipeline-watch';
import { scheduleFaults } from './faults/schedule';
import { Installation } from './installation/installation';
import { SmallDisk } from './installation/small-disk';
import { legsOf, type RunOptions } from './options';
import type { SettledOutcome } from './report/summary';
import { buildWorld } from './world/chaos-world';
import { ReceiverProcess } from './webhooks/receiver-process';
import { subscribe, subscriptionsOf, type Subscription } from './webhooks/subscribe';
import { toldBy } from './webhooks/told-by';
import { layPoison } from './world/poison';

const MERCHANTS = 56;
const REQUEST_TIMEOUT_MS = 4_000;
const WARM_UP_ORDERS = 300;
const PROGRESS_MS = 3_000;
/** What is promised: so long after the last fault, when nobody sends anything any more, all is at rest. */
const QUIET_WITHIN_MS = 30_000;
/** How much longer is waited for the sake of the other checks. */
const QUIET_AT_LAST_MS = 120_000;
/** And so much later everything that happened has been told. */
const TOLD_WITHIN_MS = 60_000;
const FAULT_S = 8;
const SPARE_S = 90;

const MIX: LoadMix = {
  scarceSkuShare: 0.03,
  scarcePointShare: 0.03,
  cancelShare: 0.03,
  scarceCancelShare: 0.25,
  scanShare: 0.02,
  twinShare: 0.01,
  replayShare: 0.02,
  rivalShare: 0.005,
  poisonShare: 0,
  cancelAgainShare: 0.3,
  abandonShare: 0.15,
};
const SCARCE_MIX: LoadMix = {
  ...MIX,
  scarceSkuShare: 0.3,
  scarcePointShare: 0.3,
  scarceCancelShare: 0.2,
  twinShare: 0.1,
  replayShare: 0.05,
  scanShare: 0.05,
};

export interface RunResult {
  readonly violations: readonly Violation[];
  readonly check: CheckResult;
  readonly outcomes: readonly SettledOutcome[];
  readonly acknowledged: number;
  /** From the last request, which comes after the last fault, to rest; undefined when there was none in time. */
  readonly quietMs: number | undefined;
  readonly historyFile: string;
}

export interface RunNotes {
  say(line: string): void;
}

/** One run: an installation, a load, faults, rest, and the check. Takes everything down again. */
export async function runCampaign(
  options: RunOptions,
  notes: RunNotes,
): Promise<RunResult & { folder: string; end: (keep: boolean) => Promise<void> }> {
  const smallDisk = options.counts.fullDisks > 0;
  const obstacle = smallDisk ? SmallDisk.obstacle() : undefined;
  if (obstacle !== undefined) notes.say(`No full disk here: ${obstacle}`);
  const installation = await Installation.create({
    checkout: CHECKOUT,
    smallDisk: smallDisk && obstacle === undefined,
    slowCommits: options.slowCommits,
    lines: needsLines(options),
  });
  try {
    const run = await CampaignRun.prepare(installation, options, notes);
    const result = await run.run();
    return { ...result, folder: installation.servers.folder, end: (keep) => installation.stop(keep) };
  } catch (error) {
    notes.say(`History and logs stay in ${installation.servers.folder}`);
    await installation.stop(true);
    throw error;
  }
}

class CampaignRun {
  private readonly outcomes: FaultOutcome[] = [];
  private readonly startedMs = performance.now();

  private constructor(
    private readonly installation: Installation,
    private readonly options: RunOptions,
    private readonly notes: RunNotes,
    private readonly client: ClientProcess,
    private readonly pipeline: PipelineWatch,
    private readonly historyFile: string,
    private readonly ears: Ears,
  ) {}

  static async prepare(installation: Installation, options: RunOptions, notes: RunNotes): Promise<CampaignRun> {
    const { servers } = installation;
    notes.say('Building the world …');
    const world = await buildWorld({ databaseUrl: servers.postgresUrl, redisUrl: servers.redisUrl }, worldFor(options));
    await layPoison(servers.postgresUrl);
    const ears = await listen(servers, subscriptionsOf(world.merchants));
    const [leg] = legsOf(options);
    notes.say(`Starting the application (${leg?.topology ?? 'supervised'}) …`);
    await installation.become(leg?.topology ?? 'supervised');
    const historyFile = join(servers.folder, 'history.jsonl');
    const plan: ClientPlan = {
      seed: options.seed,
      ratePerS: options.ratePerS,
      baseUrls: installation.baseUrls,
      world,
      mix: { ...(options.scarce ? SCARCE_MIX : MIX), poisonShare: options.poisoned / 10_000 },
      historyFile,
      requestTimeoutMs: REQUEST_TIMEOUT_MS,
    };
    const client = await ClientProcess.start(plan);
    const pipeline = new PipelineWatch(() => servers.postgresUrl);
    return new CampaignRun(installation, options, notes, client, pipeline, historyFile, ears);
  }

  async run(): Promise<RunResult> {
    const progress = setInterval(() => this.tellProgress(), PROGRESS_MS);
    try {
      await this.client.acknowledges(WARM_UP_ORDERS);
      await delay(this.options.calmS * 1000);
      for (const leg of legsOf(this.options)) await this.runLeg(leg);
      await this.client.acknowledges(this.options.acknowledged);
      return await this.comeToRest();
    } finally {
      clearInterval(progress);
      await this.pipeline.stop();
      this.client.kill();
      this.ears.receiver.kill();
    }
  }

  private async runLeg({ topology, counts }: ReturnType<typeof legsOf>[number]): Promise<void> {
    if (this.installation.fleet.kind !== topology) {
      this.notes.say(`The application goes on ${topology} …`);
      await this.installation.become(topology);
    }
    const injector = new Injector(this.installation, this.client, this.pipeline, this.options.seed);
    const { gapS } = this.options;
    const possible = (fault: Fault): boolean =>
      fault.kind !== 'full_disk' || this.installation.servers.disk !== undefined;
    for (const { fault, gapMs } of scheduleFaults(this.options.seed, counts)) {
      if (!possible(fault)) continue;
      await delay(gapS === undefined ? gapMs : gapS * 1000);
      const outcome = await injector.inject(fault);
      this.outcomes.push(outcome);
      this.notes.say(`${this.clock()} ${this.outcomes.length}. ${describe(outcome)}`);
    }
  }

  private async comeToRest(): Promise<RunResult> {
    this.notes.say(`${this.clock()} no more orders; waiting for open outcomes …`);
    const counts = await this.client.drain();
    const lastRequestMs = Date.now();
    this.notes.say(`${this.clock()} no more requests; waiting for rest …`);
    const { postgresUrl } = this.installation.servers;
    const quietAt = await quietBy(postgresUrl, lastRequestMs + QUIET_WITHIN_MS + QUIET_AT_LAST_MS);
    const quietMs = quietAt === undefined ? undefined : quietAt - lastRequestMs;
    const toldAt = await toldBy(postgresUrl, Date.now() + TOLD_WITHIN_MS);
    this.notes.say(`${this.clock()} ${quietMs === undefined ? 'no rest' : `at rest after ${quietMs} ms`}; checking …`);
    const outcomes = await Promise.all(this.outcomes.map(async (each) => ({ ...each, hand: await each.hand })));
    for (const { fault, hand } of outcomes)
      if (hand !== undefined) this.notes.say(`${nameOf(fault)}: ${tellHand(hand)}`);
    const check = await checkRun(postgresUrl, this.historyFile, this.ears);
    const violations = [...check.violations, ...lateness(quietMs, outcomes), ...unheard(toldAt, this.ears)];
    const { historyFile } = this;
    this.notes.say(`${this.clock()} ${JSON.stringify(counts)}`);
    return { violations, check, outcomes, acknowledged: counts.acknowledged, quietMs, historyFile };
  }

  private tellProgress(): void {
    const { offered, acknowledged, open, retries, withheld } = this.client.counts;
    const parts = [`${offered} offered`, `${acknowledged} acknowledged`, `${open} open`, `${retries} retried`];
    if (withheld > 0) parts.push(`${withheld} withheld`);
    this.notes.say(`${this.clock()} ${parts.join(', ')}; ${this.pipeline.depth} on their way`);
  }

  private clock(): string {
    return `${((performance.now() - this.startedMs) / 1000).toFixed(1).padStart(6)} s`;
  }
}

/** The one who hears of what happens, and what it has heard. */
interface Ears {
  readonly receiver: ReceiverProcess;
  readonly subscriptions: readonly Subscription[];
  readonly historyFile: string;
}

async function listen(
  { postgresUrl, folder }: Installation['servers'],
  subscriptions: readonly Subscription[],
): Promise<Ears> {
  const historyFile = join(folder, 'heard.jsonl');
  const secrets = Object.fromEntries(subscriptions.map(({ endpoint, secret }) => [endpoint, secret]));
  const receiver = await ReceiverProcess.start({ historyFile, secrets });
  await subscribe(postgresUrl, receiver.port, subscriptions);
  return { receiver, subscriptions, historyFile };
}

function unheard(toldAt: number | undefined, { receiver }: Ears): Violation[] {
  if (!receiver.isAlive) throw new Error('The receiver of webhooks has ended: nothing can be said about them');
  return toldAt === undefined ? [violation('every webhook is told in the end', 'run', 'some still wait')] : [];
}

/** For lost answers, and for clients who shall not notice that the application becomes another. */
function needsLines(options: RunOptions): boolean {
  return options.counts.droppedAnswers > 0 || legsOf(options).length > 1;
}

function worldFor({ ratePerS, counts, acknowledged, scarce, gapS = 0 }: RunOptions): Parameters<typeof buildWorld>[1] {
  const faults = counts.kills + counts.pauses + counts.flushes + counts.fullDisks + counts.droppedAnswers / 10;
  const orders = Math.max(acknowledged, ratePerS * (faults * (gapS + FAULT_S) + SPARE_S));
  const scarcity = scarce
    ? { scarceSeats: 1, scarceSlots: 8, scarceUnits: 15 }
    : { scarceSeats: 3, scarceSlots: 120, scarceUnits: 500 };
  return { orders, merchants: MERCHANTS, ...scarcity };
}

/** What never came back, and a rest that came too late, are broken promises too. */
function lateness(quietMs: number | undefined, outcomes: readonly SettledOutcome[]): Violation[] {
  const found: Violation[] = [];
  if (quietMs === undefined || quietMs > QUIET_WITHIN_MS) {
    found.push(
      violation('all is at rest 30 s after the last fault', 'run', quietMs === undefined ? 'never' : `${quietMs} ms`),
    );
  }
  for (const { fault, recovery } of outcomes) {
    if (recovery === undefined || (recovery.answerMs !== undefined && recovery.effectMs !== undefined)) continue;
    found.push(violation('work goes on after every fault', nameOf(fault), JSON.stringify(recovery)));
  }
  return found;
}

function tellHand({ rows, firstMs, lastMs, lingering }: Hand): string {
  return [`its ${rows} work rows were done after ${firstMs ?? '-'} to ${lastMs ?? '-'} ms`, ...lingering].join('\n  ');
}

function describe({ fault, heldWork, awayMs, recovery, pause }: FaultOutcome): string {
  const parts = [nameOf(fault)];
  if (fault.kind === 'pause') parts.push(`${fault.ms} ms`);
  if (!heldWork) parts.push('(not in the middle of work)');
  if (awayMs > 0) parts.push(`away ${awayMs} ms`);
  if (recovery !== undefined) parts.push(`2xx ${recovery.answerMs ?? '-'} ms, effect ${recovery.effectMs ?? '-'} ms`);
  if (pause !== undefined) parts.push(`${pause.redoneRows} work rows redone`);
  return parts.join(' ');
}
