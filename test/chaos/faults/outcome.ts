import type { Fault } from './fault';
import type { Recovery } from './recovery';

/** Work rows that a process held when it was struck, and when the first and the last of them was done after all. */
export interface Hand {
  readonly rows: number;
  readonly firstMs: number | undefined;
  readonly lastMs: number | undefined;
  /** What there is to say of those that were not done in time. */
  readonly lingering: readonly string[];
}

/** A process that stood still and came back. */
export interface Pause {
  readonly place: number;
  /** Milliseconds since 1970. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Work rows that it held and that were done by others before it came back: it does them again, in vain. */
  readonly redoneRows: number;
}

/** What a fault did and how it was overcome. Times in milliseconds. */
export interface FaultOutcome {
  readonly fault: Fault;
  /** Since 1970. */
  readonly atMs: number;
  /** It struck in the middle of work. */
  readonly heldWork: boolean;
  /** How long what was struck was away. */
  readonly awayMs: number;
  /** Absent for faults that nothing has to come back from. */
  readonly recovery?: Recovery;
  readonly hand?: Promise<Hand | undefined>;
  readonly pause?: Pause;
}
