import type { OrderPalette } from './order-text';

/** Orders per bulk request. */
export const BULK = 500;
/** Connections that bulk orders come over. */
export const BULK_CONNECTIONS = 4;

/** What is asked for, over and over. */
export type LoadWork =
  /** One order per request. */
  | { readonly kind: 'single'; readonly palette: OrderPalette }
  /** `size` orders per request. */
  | { readonly kind: 'bulk'; readonly palette: OrderPalette; readonly size: number }
  /** The orders with these ids, one per request. */
  | { readonly kind: 'read'; readonly ids: readonly string[] };

/** What the generator is told to do. */
export interface LoadPlan {
  readonly port: number;
  readonly connections: number;
  /** At most; less when it is told to stop, or has done `requests`. */
  readonly seconds: number;
  /** Where only so many are wanted, however long they take. */
  readonly requests?: number;
  /** Open loop: requests are due at fixed times, and their latency counts from then. Without it, each follows an answer. */
  readonly ratePerS?: number;
  /** Prefix of references and keys: no two loads of a run share one. */
  readonly name: string;
  /** Bearer tokens; requests go round them. Empty for a server that asks for none. */
  readonly tokens: readonly string[];
  readonly work: LoadWork;
}

/** What a running generator understands. */
export type LoadWord = 'pause' | 'resume' | 'stop';

export interface LoadResult {
  /** Orders answered as created, or read. */
  readonly acknowledged: number;
  /** Anything else, by what it was: a status, or `connection`. */
  readonly errors: Readonly<Record<string, number>>;
  readonly seconds: number;
  /** Of requests. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** What the generator itself used, in cores: the rest of the machine was there for the servers. */
  readonly generatorCores: number;
}

/** Under a load that is too much for the machine at that moment, an answer like any other. */
const REFUSALS = ['429', '503'];

/** What was answered with neither success nor a refusal to try again later. */
export function faultCount({ errors }: LoadResult): number {
  return Object.entries(errors).reduce((sum, [what, count]) => sum + (REFUSALS.includes(what) ? 0 : count), 0);
}

export function errorCount(result: LoadResult): number {
  return Object.values(result.errors).reduce((sum, count) => sum + count, 0);
}
