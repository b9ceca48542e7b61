import { backOffMs } from './back-off';
import type { Child, ChildState, FleetAction, FleetEvent, FleetOptions, KillReason } from './fleet-events';

const MISSED_LIMIT = 3;
/** Loading the application keeps a child from its heartbeat, and a busy machine makes that long. */
const STARTING_SILENCE_MS = 10_000;
const START_LIMIT_MS = 30_000;
/** Longer than a child's own limit for its shutdown. */
const STOP_LIMIT_MS = 11_000;
/** A child that was ready for this long has served: its death is an accident, not a fault at start. */
const SERVED_MS = 1000;
/** A start takes a processor for about a second. Right after a death the siblings need it, for its clients and the work that it held. */
const RESPITE_MS = 1000;

interface LivingChild {
  readonly id: number;
  readonly place: number;
  state: ChildState;
  sinceMs: number;
  heardMs: number;
  /** Time of this state in which it could do nothing, for no fault of its own. */
  excusedMs: number;
  readyMs: number | undefined;
  /** To be replaced by the rolling restart that is under way. */
  stale: boolean;
  /** Told to exit: its death is no accident. */
  leaving: boolean;
}

interface Place {
  failures: number;
  restarts: number;
  dueMs: number;
}

/**
 * The life of the children, as a machine without clock or process: events and the time go in, actions come out.
 *
 * ```
 *            spawn                 ready                 reload / stop
 * (place) ──────────► starting ──────────► ready ─────────────────────────► draining ──► exited
 *    ▲                    │                  │ silent                           │
 *    │                    └── silent, late ──┴──────► condemned ◄── out of time ┘
 *    └──── after a respite, or after a back-off ──────── exited
 * ```
 *
 * The respite is the siblings'; there is none when the dead one did something that nobody else does.
 *
 * Invariants: a place without a starting or ready child has a spawn due, unless all of it is stopping, or waits while nobody
 * serves yet for those that start before it; a rolling restart retires a child only when its successor is ready, one place after the other.
 */
export class Fleet {
  private readonly living = new Map<number, LivingChild>();
  private readonly places: Place[];
  private nextId = 1;
  private lastTickMs: number | undefined;
  private stopping = false;
  private everReady = false;
  private hopeless = false;
  private reloading = false;

  constructor(private readonly options: FleetOptions) {
    this.places = Array.from({ length: options.places }, () => ({ failures: 0, restarts: 0, dueMs: 0 }));
  }

  children(): readonly Child[] {
    return [...this.living.values()];
  }

  /** Unplanned replacements at a place, over the life of this supervisor. */
  restarts(place: number): number {
    return this.places[place]?.restarts ?? 0;
  }

  handle(event: FleetEvent, nowMs: number): FleetAction[] {
    const actions: FleetAction[] = [];
    switch (event.kind) {
      case 'tick':
        actions.push(...this.condemn(nowMs, event.starvedMs));
        break;
      case 'heard':
        this.hear(event.child, nowMs);
        break;
      case 'ready':
        actions.push(...this.ready(event.child, nowMs));
        break;
      case 'exited':
        actions.push(...this.exited(event.child, event.hopeless === true, nowMs));
        break;
      case 'reload':
        this.reload();
        break;
      case 'restart':
        this.reload(event.place);
        break;
      case 'stop':
        actions.push(...this.stop(nowMs));
        break;
    }
    return [...actions, ...this.fill(nowMs), ...this.roll(nowMs)];
  }

  private hear(id: number, nowMs: number): void {
    const child = this.living.get(id);
    if (child !== undefined) child.heardMs = nowMs;
  }

  /** Whoever was silent for too long. Time in which the supervisor or the child got no processor is nobody's silence. */
  private condemn(nowMs: number, starvedMs: ReadonlyMap<number, number> = new Map()): FleetAction[] {
    const { heartbeatMs } = this.options;
    const elapsedMs = nowMs - (this.lastTickMs ?? nowMs);
    this.lastTickMs = nowMs;
    const ownLagMs = elapsedMs > 2 * heartbeatMs ? elapsedMs - heartbeatMs : 0;
    const actions: FleetAction[] = [];
    for (const child of this.living.values()) {
      const excusedMs = Math.min(elapsedMs, Math.max(ownLagMs, starvedMs.get(child.id) ?? 0));
      child.heardMs = Math.min(nowMs, child.heardMs + excusedMs);
      child.excusedMs += excusedMs;
      const reason = this.faultOf(child, nowMs);
      if (reason !== undefined) actions.push(...this.kill(child, reason, nowMs));
    }
    return actions;
  }

  private faultOf(child: LivingChild, nowMs: number): KillReason | undefined {
    if (child.state === 'condemned') return undefined;
    const starting = child.state === 'starting';
    const silenceLimitMs = starting ? STARTING_SILENCE_MS : MISSED_LIMIT * this.options.heartbeatMs;
    if (nowMs - child.heardMs > silenceLimitMs) return 'hung';
    if (starting && nowMs - child.sinceMs - child.excusedMs > START_LIMIT_MS) return 'start took too long';
    if (child.state === 'draining' && nowMs - child.sinceMs > STOP_LIMIT_MS) return 'stop took too long';
    return undefined;
  }

  private kill(child: LivingChild, reason: KillReason, nowMs: number): FleetAction[] {
    move(child, 'condemned', nowMs);
    return [{ kind: 'kill', child: child.id, reason }];
  }

  private ready(id: number, nowMs: number): FleetAction[] {
    const child = this.living.get(id);
    if (child?.state !== 'starting') return [];
    move(child, 'ready', nowMs);
    child.heardMs = nowMs;
    child.readyMs = nowMs;
    this.everReady = true;
    const former = this.at(child.place).filter((other) => other !== child && other.state === 'ready');
    return [{ kind: 'admit', child: id }, ...former.flatMap((other) => this.retire(other, true, nowMs))];
  }

  private retire(child: LivingChild, rolling: boolean, nowMs: number): FleetAction[] {
    move(child, 'draining', nowMs);
    child.leaving = true;
    return [{ kind: 'retire', child: child.id, rolling }];
  }

  private exited(id: number, hopeless: boolean, nowMs: number): FleetAction[] {
    const child = this.living.get(id);
    if (child === undefined) return [];
    this.living.delete(id);
    const actions: FleetAction[] = [{ kind: 'mourn', child: id }];
    if (hopeless && !this.everReady) {
      this.hopeless = true;
      if (!this.stopping) actions.push(...this.stop(nowMs));
    }
    if (this.stopping) return this.living.size === 0 ? [...actions, this.ended()] : actions;
    return child.leaving ? actions : [...actions, ...this.accountFor(child, nowMs)];
  }

  /** An unplanned death: when this one had served, the next one waits for a respite at most, else for a back-off. */
  private accountFor(child: LivingChild, nowMs: number): FleetAction[] {
    const place = this.places[child.place];
    if (place === undefined) return [];
    place.restarts += 1;
    const served = child.readyMs !== undefined && nowMs - child.readyMs >= SERVED_MS;
    place.failures = served ? 0 : place.failures + 1;
    const delayMs = served ? RESPITE_MS : backOffMs(place.failures);
    place.dueMs = nowMs + delayMs;
    const wasSuccessor = child.readyMs === undefined && this.at(child.place).some(({ state }) => state === 'ready');
    if (wasSuccessor) return this.giveReloadUp();
    const taken = this.isTaken(child.place); // by whoever came for a hung one before that was quite dead
    return served || taken ? [] : [{ kind: 'wait', place: child.place, failures: place.failures, delayMs }];
  }

  private reload(place?: number): void {
    const concerned = place === undefined ? [...this.living.values()] : this.at(place);
    if (this.stopping || concerned.length === 0) return;
    this.reloading = true;
    for (const child of concerned) child.stale ||= child.state === 'ready' || child.state === 'starting';
  }

  /** What is to come does not start: what runs stays. */
  private giveReloadUp(): FleetAction[] {
    if (!this.reloading) return [];
    for (const child of this.living.values()) child.stale = false;
    this.reloading = false;
    return [{ kind: 'reloaded', complete: false }];
  }

  private stop(nowMs: number): FleetAction[] {
    if (this.stopping) return [];
    this.stopping = true;
    const actions: FleetAction[] = [];
    for (const child of this.living.values()) {
      if (child.state === 'starting') actions.push(...this.kill(child, 'stopped while starting', nowMs));
      if (child.state === 'ready') actions.push(...this.retire(child, false, nowMs));
    }
    return this.living.size === 0 && !this.hopeless ? [...actions, this.ended()] : actions;
  }

  private ended(): FleetAction {
    return { kind: 'ended', clean: !this.hopeless };
  }

  /** Every place has somebody who serves or is about to; while nobody serves, some places wait for those before them. */
  private fill(nowMs: number): FleetAction[] {
    if (this.stopping) return [];
    return this.places.flatMap((place, number) => {
      const isDue = place.dueMs <= nowMs || (place.failures === 0 && !this.isStoodInFor(number));
      return isDue && !this.isTaken(number) && this.mayStart() ? [this.spawn(number, nowMs)] : [];
    });
  }

  private mayStart(): boolean {
    return this.in('ready').length > 0 || this.in('starting').length < this.options.startsAtOnce;
  }

  /** Whether every role of this place has somebody who serves in it. */
  private isStoodInFor(place: number): boolean {
    const served = this.in('ready').flatMap((child) => this.options.rolesOf(child.place));
    return this.options.rolesOf(place).every((role) => served.includes(role));
  }

  /** The next step of a rolling restart, when the one before is over. */
  private roll(nowMs: number): FleetAction[] {
    if (!this.reloading || this.stopping) return [];
    const all = [...this.living.values()];
    if (all.some(({ state }) => state !== 'ready')) return [];
    const next = all.find(({ stale, state }) => stale && state === 'ready');
    if (next !== undefined) return [this.spawn(next.place, nowMs)];
    this.reloading = false;
    return [{ kind: 'reloaded', complete: true }];
  }

  private spawn(place: number, nowMs: number): FleetAction {
    const id = this.nextId++;
    this.living.set(id, {
      id,
      place,
      state: 'starting',
      sinceMs: nowMs,
      heardMs: nowMs,
      excusedMs: 0,
      readyMs: undefined,
      stale: false,
      leaving: false,
    });
    return { kind: 'spawn', child: id, place };
  }

  private isTaken(place: number): boolean {
    return this.at(place).some(({ state }) => state === 'starting' || state === 'ready');
  }

  private in(state: ChildState): LivingChild[] {
    return [...this.living.values()].filter((child) => child.state === state);
  }

  private at(place: number): LivingChild[] {
    return [...this.living.values()].filter((child) => child.place === place);
  }
}

function move(child: LivingChild, state: ChildState, nowMs: number): void {
  child.state = state;
  child.sinceMs = nowMs;
  child.excusedMs = 0;
}
