/**
 * What supervisor and children say to each other over the channel between them. A child may be of a newer build than its
 * supervisor (a rolling restart starts what is in `dist`), so messages only ever gain fields, and unknown ones are ignored.
 */

/** What a child can be asked, as on a management port of its own. */
export const ASKABLE = ['/health/ready', '/metrics'] as const;
export type Askable = (typeof ASKABLE)[number];

export type Order =
  /** Accept from the API's port, which is inherited as these descriptors. */
  | { readonly type: 'listen'; readonly fds: readonly number[] }
  /** How many connections the other child with the fewest holds; undefined when nobody else serves. */
  | { readonly type: 'peers'; readonly least: number | undefined }
  /** `accept` as in HTTP. */
  | { readonly type: 'ask'; readonly id: number; readonly path: Askable; readonly accept?: string | undefined }
  /** The installation is about to stop: ask clients to reconnect elsewhere, and go on serving. */
  | { readonly type: 'announce' }
  /** Accept no more connections. End what runs, waiting `lingerMs` for clients to leave by themselves, and exit. */
  | { readonly type: 'stop'; readonly lingerMs: number }
  /** The process of this name is no more; what it had begun is free. */
  | { readonly type: 'died'; readonly process: string };

export type Report =
  | { readonly type: 'heartbeat'; readonly connections: number }
  | { readonly type: 'ready' }
  /** Somebody asks that the child at this place be replaced, without a failed request. */
  | { readonly type: 'restart'; readonly place: number }
  | {
      readonly type: 'answer';
      readonly id: number;
      readonly status: number;
      readonly contentType: string;
      readonly body: string;
    };

/** A child that ends with it says that starting it again is no use: its configuration is at fault, as it has printed. */
export const EXIT_HOPELESS = 78;

const ORDERS: readonly string[] = ['listen', 'peers', 'ask', 'announce', 'stop', 'died'] satisfies Order['type'][];
const REPORTS: readonly string[] = ['heartbeat', 'ready', 'restart', 'answer'] satisfies Report['type'][];

export function isOrder(message: unknown): message is Order {
  return ORDERS.includes(typeOf(message));
}

export function isReport(message: unknown): message is Report {
  return REPORTS.includes(typeOf(message));
}

function typeOf(message: unknown): string {
  const type = (message as { type?: unknown } | null)?.type;
  return typeof type === 'string' ? type : '';
}
