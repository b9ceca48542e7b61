/** A process of the application that does the work. */
export interface Member {
  /** What it is called in PostgreSQL (`application_name`) and in the queues. */
  readonly process: string;
  /** The process, then whatever stands still, goes on and dies with it. */
  readonly pids: readonly number[];
  /** Its place: it outlives the process. */
  readonly place: number;
}

/** The processes of the application. */
export interface Fleet {
  readonly kind: Topology;
  /** Where it listens, from its first start on. */
  readonly urls: readonly string[];
  start(): Promise<void>;
  /** Those that are ready. */
  members(): Promise<readonly Member[]>;
  /** SIGKILL for all of it at once; `start` brings it back. */
  killAll(): void;
  stop(): Promise<void>;
}

/**
 * `supervised`: one installation with a supervisor, which replaces children that died or hang. `pair`: two installations with
 * one child each, as on two machines, of which one may stand still for long, its supervisor with it, and come back.
 */
export type Topology = 'supervised' | 'pair';
