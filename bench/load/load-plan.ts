import type { OrderPalette } from './order-text';

/** What the generator is told to do. */
export interface LoadPlan {
  readonly port: number;
  readonly connections: number;
  /** At most; less when it is told to stop. */
  readonly seconds: number;
  /** Prefix of references and keys: no two loads of a run share one. */
  readonly name: string;
  /** Bearer tokens; orders go round them. Empty for a server that asks for none. */
  readonly tokens: readonly string[];
  readonly palette: OrderPalette;
  /** 0: one order per request. Otherwise orders per bulk request. */
  readonly bulk: number;
}

/** What a running generator understands. */
export type LoadWord = 'pause' | 'resume' | 'stop';

export interface LoadResult {
  /** Orders answered as created. */
  readonly acknowledged: number;
  /** Anything else, by what it was: a status, or `connection`. */
  readonly errors: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** What the generator itself used, in cores: the rest of the machine was there for the servers. */
  readonly generatorCores: number;
}

export function errorCount(result: LoadResult): number {
  return Object.values(result.errors).reduce((sum, count) => sum + count, 0);
}
