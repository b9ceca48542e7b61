import { Server, type Socket } from 'node:net';
import { inheritedPort } from './port';

/** Connections that may wait in the kernel for whoever accepts next. */
const BACKLOG = 512;

export interface Share {
  /** What this process holds. */
  readonly own: () => number;
  /** What the sibling with the fewest holds, as last told; Infinity without one. */
  readonly least: () => number;
}

/**
 * Accepts connections from a port that several processes listen on. Node takes one connection per handle and turn of its event
 * loop (libuv since 1.45), fifty a second in a process whose turns take 20 ms: so the port is inherited as several descriptors,
 * and each of them brings one.
 *
 * The kernel wakes all who wait for a connection, and a burst could end up with whoever is first. So who already holds more than
 * another one steps back for a moment after each connection, and the next is the other's. Who is busy or hangs does not accept,
 * and loses nothing by it: what it leaves, the others take.
 */
export class FairAcceptor {
  private readonly courtesy = new Courtesy(performance.now());
  private readonly servers: Server[] = [];

  constructor(
    private readonly share: Share,
    private readonly serve: (socket: Socket) => void,
  ) {}

  /** `fds`: descriptors of the port. */
  listen(fds: readonly number[]): void {
    for (const fd of fds) {
      const server = new Server({ allowHalfOpen: true, noDelay: true }, (socket) => this.accept(socket));
      this.servers.push(server.listen(inheritedPort(fd), BACKLOG));
    }
  }

  /** The connections that there are stay. */
  close(): void {
    for (const server of this.servers.splice(0)) server.close();
  }

  private accept(socket: Socket): void {
    this.serve(socket);
    const ms = this.courtesy.spend(this.share.own() - this.share.least(), performance.now());
    if (ms > 0) Atomics.wait(sleeper, 0, 0, ms);
  }
}

const sleeper = new Int32Array(new SharedArrayBuffer(4));

/** Long enough for a sibling that is idle to wake and accept; as many times as it holds connections less. */
const STEP_MS = 0.2;
const LONGEST_MS = 1;
/** Enough for a burst of connections that stay; where they come and go by the thousand, fairness is not worth the time. */
const CREDIT_MS = 30;
const SHARE_OF_TIME = 0.02;

/** How long to step back for others: bounded at each time, and in sum to a small part of the time. */
export class Courtesy {
  private creditMs = CREDIT_MS;

  constructor(private sinceMs: number) {}

  /** `ahead`: connections more than the sibling with the fewest. */
  spend(ahead: number, nowMs: number): number {
    this.creditMs = Math.min(CREDIT_MS, this.creditMs + (nowMs - this.sinceMs) * SHARE_OF_TIME);
    this.sinceMs = nowMs;
    const ms = Math.min(LONGEST_MS, Math.max(0, ahead) * STEP_MS);
    if (ms > this.creditMs) return 0;
    this.creditMs -= ms;
    return ms;
  }
}
