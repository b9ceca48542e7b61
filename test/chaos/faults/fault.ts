/** One thing that is done to the system. Times in milliseconds. */
export type Fault =
  /** SIGKILL. `everything`: all processes at once, servers included. */
  | { readonly kind: 'kill'; readonly target: KillTarget; readonly place: number }
  /** SIGSTOP, and SIGCONT after `ms`. */
  | { readonly kind: 'pause'; readonly target: PauseTarget; readonly place: number; readonly ms: number }
  /** FLUSHALL. */
  | { readonly kind: 'flush' }
  /** A request reaches the server, its answer is lost, and the connection is reset `resetAfterMs` later. */
  | { readonly kind: 'drop'; readonly line: DropLine; readonly resetAfterMs: number }
  /** PostgreSQL's disk is full for `ms`. */
  | { readonly kind: 'full_disk'; readonly ms: number };

export const KILL_TARGETS = ['child', 'postgres', 'redis', 'everything'] as const;
export type KillTarget = (typeof KILL_TARGETS)[number];

/** `backends`: half of PostgreSQL's processes; `postgres`: all of them. */
export const PAUSE_TARGETS = ['child', 'child', 'child', 'redis', 'postgres', 'backends'] as const;
export type PauseTarget = (typeof PAUSE_TARGETS)[number];

/** What kind of request loses its answer: a client's, intake's statement, a COMMIT, or whatever comes next. */
export const DROP_LINES = ['api', 'intake', 'commit', 'statement'] as const;
export type DropLine = (typeof DROP_LINES)[number];

/** A fault and when it comes: so long after the one before was overcome. */
export interface ScheduledFault {
  readonly fault: Fault;
  readonly gapMs: number;
}

export interface FaultCounts {
  readonly kills: number;
  readonly pauses: number;
  readonly flushes: number;
  readonly droppedAnswers: number;
  readonly fullDisks: number;
}

/** What the summary calls it. */
export function nameOf(fault: Fault): string {
  switch (fault.kind) {
    case 'kill':
      return `kill ${fault.target}`;
    case 'pause':
      return `pause ${fault.target}`;
    case 'flush':
      return 'flush redis';
    case 'drop':
      return `drop answer (${fault.line})`;
    case 'full_disk':
      return 'full disk';
  }
}
