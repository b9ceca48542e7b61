import cluster, { type Worker } from 'node:cluster';
import { randomBytes } from 'node:crypto';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../../../../libs/telemetry/log';
import { Fleet } from './fleet';
import type { Child, FleetAction, FleetEvent, FleetOptions } from './fleet-events';
import type { Installation, Overview, ProcessRow } from './management-routes';
import { holdPort, type PortHandle } from './port';
import { EXIT_HOPELESS, isReport, type Order, type Report } from './protocol';
import { Questions, type Answer, type Question } from './questions';
import { RunQueue } from './run-queue';

export interface SupervisorOptions extends FleetOptions {
  /** How long the installation serves after it was told to stop, so that balancers notice. */
  readonly announceMs: number;
  readonly log: Log;
}

/** A child that a rolling restart retires gives its clients so long to leave by themselves. */
const LINGER_MS = 4000;
const ANSWER_LIMIT_MS = 1000;
/** Connections that a child may accept in one turn of its event loop: it inherits the port so many times, behind its standard streams and the channel. */
const ACCEPTS_PER_TURN = 32;
const FIRST_PORT_FD = 4;
const PORT_FDS = Array.from({ length: ACCEPTS_PER_TURN }, (_, index) => FIRST_PORT_FD + index);
/** For reading what a dead child had still said. */
const LAST_WORDS_MS = 100;

interface Running {
  readonly worker: Worker;
  readonly process: string;
  /** As it last said. */
  connections: number;
}

/** Does what `Fleet` decides: forks, signals, tells, and hears what children say. */
export class Supervisor implements Overview {
  private readonly fleet: Fleet;
  private port: PortHandle | undefined;
  private readonly running = new Map<number, Running>();
  private readonly questions = new Questions(ANSWER_LIMIT_MS);
  private readonly runQueue = new RunQueue();
  private readonly sinceMs = Date.now();
  private timer: NodeJS.Timeout | undefined;
  private stopping = false;
  private started = false;
  private end: (clean: boolean) => void = () => undefined;
  /** Resolves when every child is gone for good; false when starting one again was no use. */
  readonly ended = new Promise<boolean>((resolve) => (this.end = resolve));

  constructor(private readonly options: SupervisorOptions) {
    this.fleet = new Fleet(options);
  }

  /**
   * Takes the API's port, if a child serves it; answers the port in use. It is held here for the children to accept from: no
   * death of a child closes it, and a connection that comes while nobody serves waits for the next child.
   */
  async listen(host: string, port: number): Promise<number | undefined> {
    const places = Array.from({ length: this.options.places }, (_, place) => place);
    if (!places.some((place) => this.servesAt(place))) return undefined;
    const held = await holdPort(host, port);
    this.port = held.handle;
    return held.port;
  }

  start(): void {
    this.timer = setInterval(() => {
      // What has already arrived is heard before anybody is judged.
      setImmediate(() => this.happened({ kind: 'tick', starvedMs: this.starved() }));
    }, this.options.heartbeatMs);
    this.happened({ kind: 'tick' });
  }

  /** Replaces the children one by one, each when its successor is ready. */
  reload(): void {
    this.options.log.info('Rolling restart');
    this.happened({ kind: 'reload' });
  }

  /** Serves on for the time of announcement, then lets every child drain. */
  stop(): void {
    if (this.stopping) return;
    this.stopping = true;
    this.options.log.info('Stopping', { announce_ms: this.options.announceMs });
    for (const { id } of this.fleet.children()) this.tell(id, { type: 'announce' });
    const announceMs = this.started ? this.options.announceMs : 0;
    setTimeout(() => {
      this.port?.close();
      this.happened({ kind: 'stop' });
    }, announceMs);
  }

  installation(): Installation {
    return {
      supervisor: {
        pid: process.pid,
        state: this.stopping ? 'stopping' : 'serving',
        since: new Date(this.sinceMs).toISOString(),
      },
      children: this.fleet.children().map((child) => this.rowOf(child)),
    };
  }

  hasStarted(): boolean {
    return this.started;
  }

  async askAll(question: Question): Promise<{ child: number; answer: Answer }[]> {
    const ready = this.fleet.children().filter(({ state }) => state === 'ready');
    const asked = ready.map(async ({ id, place }) => {
      const answer = await this.questions.ask(question, (order) => this.tell(id, order));
      return answer === undefined ? [] : [{ child: place, answer }];
    });
    return (await Promise.all(asked)).flat();
  }

  /** What does not reach a child that is ending is made good by its exit. */
  private tell(child: number, order: Order): void {
    const worker = this.running.get(child)?.worker;
    if (worker?.isConnected() === true) worker.send(order, () => undefined);
  }

  private rowOf({ id, place, state, sinceMs }: Child): ProcessRow {
    const running = this.running.get(id);
    return {
      child: place,
      pid: running?.worker.process.pid,
      state,
      roles: this.options.rolesOf(place),
      process: running?.process ?? '',
      since: new Date(Date.now() - (performance.now() - sinceMs)).toISOString(),
      restarts: this.fleet.restarts(place),
      connections: running?.connections ?? 0,
    };
  }

  private happened(event: FleetEvent): void {
    for (const action of this.fleet.handle(event, performance.now())) this.perform(action);
  }

  private perform(action: FleetAction): void {
    switch (action.kind) {
      case 'spawn':
        this.spawn(action.child, action.place);
        break;
      case 'admit':
        this.admit(action.child);
        break;
      case 'retire':
        this.tell(action.child, { type: 'stop', lingerMs: action.rolling ? LINGER_MS : 0 });
        break;
      case 'kill':
        this.kill(action.child, action.reason);
        break;
      case 'mourn':
        this.mourn(action.child);
        break;
      case 'wait':
        this.options.log.warn('A child died before it served; the next one waits', {
          child: action.place,
          failures: action.failures,
          delay_ms: action.delayMs,
        });
        break;
      case 'reloaded':
        this.reloaded(action.complete);
        break;
      case 'ended':
        clearInterval(this.timer);
        this.end(action.clean);
    }
  }

  private spawn(id: number, place: number): void {
    const name = `${place}-${randomBytes(6).toString('hex')}`;
    const { port } = this;
    const ports = port === undefined || !this.servesAt(place) ? [] : PORT_FDS.map(() => port.fd);
    cluster.setupPrimary({ stdio: ['inherit', 'inherit', 'inherit', 'ipc', ...ports] });
    const worker = cluster.fork({ LINEHAUL_CHILD: `${place}`, LINEHAUL_PROCESS: name });
    this.running.set(id, { worker, process: name, connections: 0 });
    worker.on('message', (message: unknown) => {
      if (isReport(message)) this.heard(id, message);
    });
    worker.on('error', (error) => this.options.log.warn('A child cannot be reached', { child: place, error }));
    void this.untilGone(worker).then((status) => this.exited(id, status));
  }

  /**
   * Its exit code or signal, once everything that it had still said was heard: its last words decide who serves what. That
   * its channel is closed shows in `isConnected`; there is no event when a connection was on its way to it.
   */
  private async untilGone(worker: Worker): Promise<number | string | null> {
    const status = await new Promise<number | string | null>((resolve) => {
      worker.process.once('exit', (code, signal) => resolve(code ?? signal));
    });
    for (let turn = 0; turn < LAST_WORDS_MS && worker.isConnected(); turn++) await delay(1);
    await nextTurn();
    return status;
  }

  private kill(id: number, reason: string): void {
    this.options.log.error('A child is killed', undefined, { ...this.fieldsOf(id), reason });
    this.running.get(id)?.worker.process.kill('SIGKILL');
  }

  private reloaded(complete: boolean): void {
    if (complete) this.options.log.info('Every child that was to be replaced is new');
    else this.options.log.error('The rolling restart ends: the next child does not start, the others go on');
  }

  private admit(id: number): void {
    this.started = true;
    if (this.serves(id)) this.tell(id, { type: 'listen', fds: PORT_FDS });
    this.options.log.info('A child serves', this.fieldsOf(id));
  }

  private heard(id: number, report: Report): void {
    switch (report.type) {
      case 'heartbeat':
        this.happened({ kind: 'heard', child: id });
        this.count(id, report.connections);
        break;
      case 'ready':
        this.happened({ kind: 'ready', child: id });
        break;
      case 'restart':
        this.options.log.info('A restart is asked for', { child: report.place });
        this.happened({ kind: 'restart', place: report.place });
        break;
      case 'answer':
        this.questions.answered(report);
    }
  }

  /** Tells it what the others hold, so that none accepts more than its share. */
  private count(id: number, connections: number): void {
    const running = this.running.get(id);
    if (running === undefined) return;
    running.connections = connections;
    const others = this.fleet
      .children()
      .filter((child) => child.id !== id && child.state === 'ready' && this.serves(child.id));
    const held = others.map((child) => this.running.get(child.id)?.connections ?? 0);
    this.tell(id, { type: 'peers', least: held.length === 0 ? undefined : Math.min(...held) });
  }

  private exited(id: number, status: number | string | null): void {
    this.options.log.info('A child is gone', { ...this.fieldsOf(id), status });
    this.happened({ kind: 'exited', child: id, hopeless: status === EXIT_HOPELESS });
  }

  private mourn(id: number): void {
    const dead = this.running.get(id);
    this.running.delete(id);
    if (dead === undefined) return;
    this.runQueue.forget(dead.worker.process.pid ?? 0);
    for (const other of this.running.keys()) this.tell(other, { type: 'died', process: dead.process });
  }

  private starved(): Map<number, number> {
    const waits = [...this.running].map(
      ([id, { worker }]) => [id, this.runQueue.waitedMs(worker.process.pid ?? 0)] as const,
    );
    return new Map(waits);
  }

  private serves(id: number): boolean {
    const child = this.fleet.children().find((candidate) => candidate.id === id);
    return child !== undefined && this.servesAt(child.place);
  }

  private servesAt(place: number): boolean {
    return this.options.rolesOf(place).includes('http');
  }

  private fieldsOf(id: number): Record<string, unknown> {
    const running = this.running.get(id);
    return { process: running?.process, pid: running?.worker.process.pid };
  }
}
