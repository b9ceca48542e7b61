/** Where telemetry goes, and as whose. */
export interface OtlpSettings {
  /** Of the receiver, without `/v1/traces`. */
  readonly endpoint: string;
  /** Sent with every batch; may hold a secret. */
  readonly headers: Readonly<Record<string, string>>;
  /** For a batch with all its tries. */
  readonly timeoutMs: number;
  /** Of the traces that begin here so many are recorded, from 0 to 1. */
  readonly ratio: number;
  readonly service: { readonly name: string; readonly version: string; readonly instance: string };
}
