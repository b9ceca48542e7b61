import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Member } from '../installation/fleet';
import type { Installation } from '../installation/installation';
import { signalAll } from '../installation/process-tree';
import { Random } from '../random';
import type { ClientProcess } from './client-process';
import type { Fault, PauseTarget } from './fault';
import type { FaultOutcome, Hand } from './outcome';
import type { PipelineWatch } from './pipeline-watch';
import { recoveryAfter, type Recovery } from './recovery';
import { WorkInHand } from './work-in-hand';

const RECOVER_WITHIN_MS = 30_000;
const SETTLE_WITHIN_MS = 30_000;
const MEMBERS = 2;
/** How long a fault waits for the moment when its target is in the middle of work. */
const HOLDING_WITHIN_MS = 4_000;
const DROP_WITHIN_MS = 5_000;
const POLL_MS = 10;

type Did = Omit<FaultOutcome, 'fault' | 'atMs'>;

/** Does what the schedule says, and watches how the system comes back. */
export class Injector {
  private readonly work: WorkInHand;
  private readonly random: Random;

  constructor(
    private readonly installation: Installation,
    private readonly client: ClientProcess,
    private readonly pipeline: PipelineWatch,
    seed: number,
  ) {
    const { servers } = installation;
    this.work = new WorkInHand(
      () => servers.postgresUrl,
      () => servers.redisUrl,
    );
    this.random = Random.for(seed, 'injector');
  }

  async inject(fault: Fault): Promise<FaultOutcome> {
    await this.settled();
    const atMs = Date.now();
    return { fault, atMs, ...(await this.run(fault)) };
  }

  private run(fault: Fault): Promise<Did> {
    switch (fault.kind) {
      case 'kill':
        return fault.target === 'child' ? this.killChild(fault.place) : this.killServers(fault.target);
      case 'pause':
        return fault.target === 'child' ? this.pauseChild(fault) : this.pauseServer(fault.target, fault.ms);
      case 'flush':
        return this.flush();
      case 'drop':
        return this.drop(fault);
      case 'full_disk':
        return this.fillDisk(fault.ms);
    }
  }

  /** Every process is up: a fault meets a whole system. */
  private async settled(): Promise<void> {
    const untilMs = performance.now() + SETTLE_WITHIN_MS;
    while ((await this.installation.fleet.members()).length < MEMBERS) {
      if (performance.now() > untilMs) throw new Error(`The application did not come back in ${SETTLE_WITHIN_MS} ms`);
      await delay(POLL_MS);
    }
  }

  /** Stops the process in the middle of work, so that what it holds can be told exactly. */
  private async seize(place: number): Promise<{ member: Member; rows: string[]; heldWork: boolean }> {
    const untilMs = performance.now() + HOLDING_WITHIN_MS;
    for (;;) {
      const members = await this.installation.fleet.members();
      const member = members.find((each) => each.place === place) ?? members[0];
      if (member === undefined) throw new Error('No process is there to be stopped');
      signalAll(member.pids, 'SIGSTOP');
      const [rows, busy] = await Promise.all([this.work.rowsOf(member.process), this.busy(member.process)]);
      const heldWork = rows.length > 0 || busy > 0;
      // What it runs in the queues tells most; a statement under way alone has to do when time is up.
      if (rows.length > 0 || performance.now() > untilMs) return { member, rows, heldWork };
      signalAll(member.pids, 'SIGCONT');
      await delay(this.random.int(5, 40));
    }
  }

  private async busy(process?: string): Promise<number> {
    return this.work.busySessions(process).catch(() => 0);
  }

  private async killChild(place: number): Promise<Did> {
    const { member, rows, heldWork } = await this.seize(place);
    signalAll(member.pids, 'SIGKILL');
    return this.withHand(Date.now(), rows, heldWork);
  }

  /** The sibling goes on from the very instant: nothing has to come back first. */
  private async withHand(sinceMs: number, rows: readonly string[], heldWork: boolean): Promise<Did> {
    const hand = this.handOf(rows, sinceMs);
    const recovery = await this.recoveryFrom(sinceMs, sinceMs);
    return { heldWork, awayMs: 0, recovery, hand };
  }

  private recoveryFrom(struckMs: number, backMs: number): Promise<Recovery> {
    return recoveryAfter({ struckMs, backMs }, this.client, this.pipeline, RECOVER_WITHIN_MS);
  }

  private async handOf(rows: readonly string[], sinceMs: number): Promise<Hand | undefined> {
    if (rows.length === 0) return undefined;
    return { rows: rows.length, ...(await this.work.doneAfter(rows, sinceMs, RECOVER_WITHIN_MS)) };
  }

  private async killServers(target: 'postgres' | 'redis' | 'everything'): Promise<Did> {
    const { servers, fleet } = this.installation;
    const heldWork = await this.holding();
    const atMs = Date.now();
    if (target === 'everything') fleet.killAll();
    const postgres = target === 'redis' ? undefined : servers.killPostgres();
    const redis = target === 'postgres' ? undefined : servers.killRedis();
    const redisIsBack = redis?.restart();
    // All that was killed starts at once, as after a power cut.
    const fleetIsBack = target === 'everything' ? fleet.start() : undefined;
    await (postgres === undefined ? redisIsBack : postgres.restart());
    const sinceMs = Date.now();
    const recovered = this.recoveryFrom(atMs, sinceMs);
    await Promise.all([redisIsBack, fleetIsBack]);
    return { heldWork, awayMs: sinceMs - atMs, recovery: await recovered };
  }

  /** Waits until somebody is in the middle of a transaction. */
  private async holding(): Promise<boolean> {
    const untilMs = performance.now() + HOLDING_WITHIN_MS;
    while ((await this.busy()) === 0) {
      if (performance.now() > untilMs) return false;
      await delay(POLL_MS);
    }
    return true;
  }

  private async pauseChild({ place, ms }: { place: number; ms: number }): Promise<Did> {
    const { member, rows, heldWork } = await this.seize(place);
    const sinceMs = Date.now();
    const did = this.withHand(sinceMs, rows, heldWork);
    await delay(ms);
    const left = await this.work.left(rows).catch(() => rows);
    signalAll(member.pids, 'SIGCONT');
    const pause = { place, fromMs: sinceMs, toMs: Date.now(), redoneRows: rows.length - left.length };
    return { ...(await did), ...(this.installation.fleet.kind === 'pair' ? { pause } : {}) };
  }

  private async pauseServer(target: Exclude<PauseTarget, 'child'>, ms: number): Promise<Did> {
    const { servers } = this.installation;
    const heldWork = await this.holding();
    const pids = target === 'redis' ? [servers.redisPid] : servers.postgresPids();
    const atMs = Date.now();
    const victims = target === 'backends' ? this.random.shuffle(pids.slice(1)).slice(pids.length >> 1) : pids;
    signalAll(victims, 'SIGSTOP');
    try {
      await delay(ms);
    } finally {
      signalAll(victims, 'SIGCONT');
    }
    const sinceMs = Date.now();
    return {
      heldWork,
      awayMs: ms,
      recovery: await this.recoveryFrom(atMs, sinceMs),
    };
  }

  private async flush(): Promise<Did> {
    const heldWork = await this.holding();
    const redis = new Redis(this.installation.servers.redisUrl);
    await redis.flushall();
    redis.disconnect();
    const sinceMs = Date.now();
    return {
      heldWork,
      awayMs: 0,
      recovery: await this.recoveryFrom(sinceMs, sinceMs),
    };
  }

  private async drop({ line, resetAfterMs }: Extract<Fault, { kind: 'drop' }>): Promise<Did> {
    const { servers, apiLines, fleet } = this.installation;
    const lines =
      line === 'api' ? apiLines : fleet.kind === 'pair' ? servers.postgresLines : servers.postgresLines.slice(0, 1);
    const wanted = { api: 'POST /v1/orders', intake: 'order.place', commit: 'COMMIT', statement: '' }[line];
    const where = (request: Buffer): boolean => request.includes(wanted);
    const patience = AbortSignal.timeout(DROP_WITHIN_MS);
    const heldWork = await this.random
      .pick(lines)
      .dropNextAnswer({ resetAfterMs, where }, patience)
      .then(
        () => true,
        () => false,
      );
    return { heldWork, awayMs: 0 };
  }

  private async fillDisk(ms: number): Promise<Did> {
    const { servers } = this.installation;
    const heldWork = await this.holding();
    const atMs = Date.now();
    servers.disk?.fill();
    await delay(ms);
    servers.disk?.free();
    if (!servers.isPostgresAlive) await servers.restartPostgres();
    const sinceMs = Date.now();
    const recovery = await this.recoveryFrom(atMs, sinceMs);
    return { heldWork, awayMs: sinceMs - atMs, recovery };
  }
}
