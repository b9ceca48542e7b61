import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable, type INestApplicationContext } from '@nestjs/common';
import { Log } from '#lib/telemetry';
import { HEALTH_OPTIONS, type HealthOptions } from './health.options';
import { HttpDrain } from './http-drain';
import { ProcessState } from './process-state';

/** The whole of it, whatever hangs. */
const LIMIT_MS = 10_000;
/** For the requests that run when the port stops listening; the rest of the limit is for jobs and pools. */
const HTTP_LIMIT_MS = 4000;

/** How a process is to end; the defaults are those of one without a supervisor. */
export interface ShutdownTimes {
  /** How long it serves on after readiness turned to 503. */
  readonly announceMs: number;
  /** How long clients may take to leave by themselves once nobody new comes. */
  readonly lingerMs: number;
}

export type ShutdownOutcome = 'clean' | 'forced';

/**
 * Ends the process so that no request fails: readiness turns to 503 and every answer asks its client to reconnect; a
 * probe period later, when the balancer has noticed, the port stops listening and the running requests end; then the
 * modules' own hooks drain workers and relay and close the pools.
 */
@Injectable()
export class Shutdown {
  private running: Promise<ShutdownOutcome> | undefined;
  private readonly others: (() => Promise<boolean>)[] = [];
  private last: () => Promise<void> = () => Promise.resolve();

  constructor(
    @Inject(HEALTH_OPTIONS) private readonly options: HealthOptions,
    @Inject(ProcessState) private readonly state: ProcessState,
    @Inject(HttpDrain) private readonly http: HttpDrain,
    @Inject(Log) private readonly log: Log,
  ) {}

  /** What else must end before the modules do; false when it had to cut something off. Begins together with HTTP's end. */
  alsoEnd(end: () => Promise<boolean>): void {
    this.others.push(end);
  }

  /** What ends when everything has: in bounded time of its own, and it must not throw. */
  atLast(end: () => Promise<void>): void {
    this.last = end;
  }

  /** Readiness turns to 503 and every answer asks its client to reconnect; requests are still served. */
  announce(): void {
    this.state.startDraining();
    this.http.begin();
  }

  /** Call it on SIGTERM and SIGINT; a second call waits for the first. After `forced`, exit: something still runs. */
  run(app: INestApplicationContext, times: Partial<ShutdownTimes> = {}): Promise<ShutdownOutcome> {
    this.running ??= this.withinLimit(app, { announceMs: this.options.probePeriodMs, lingerMs: 0, ...times });
    return this.running;
  }

  private async withinLimit(app: INestApplicationContext, times: ShutdownTimes): Promise<ShutdownOutcome> {
    const limit = new AbortController();
    const timeout = delay(LIMIT_MS, 'forced' as const, { signal: limit.signal, ref: true });
    try {
      return await Promise.race([this.sequence(app, times), timeout]);
    } catch (error) {
      this.log.error('The shutdown broke off', error);
      return 'forced';
    } finally {
      limit.abort();
      timeout.catch(() => undefined);
    }
  }

  private async sequence(app: INestApplicationContext, times: ShutdownTimes): Promise<ShutdownOutcome> {
    const wasServing = this.state.phase === 'serving';
    this.log.info('Draining', { announce_ms: times.announceMs, linger_ms: times.lingerMs });
    this.announce();
    if (wasServing) await delay(times.announceMs);
    const http = this.http.stop({ lingerMs: times.lingerMs, limitMs: HTTP_LIMIT_MS });
    const ended = (await Promise.all([http, ...this.others.map((end) => end())])).every(Boolean);
    if (!ended) this.log.warn('Requests were still running when their time was up', { limit_ms: HTTP_LIMIT_MS });
    await app.close();
    this.log.info('Stopped');
    await this.last();
    return ended ? 'clean' : 'forced';
  }
}
