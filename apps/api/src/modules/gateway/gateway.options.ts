import type { RatePolicy } from '#lib/redis';

export interface GatewayOptions {
  /** The `iss` and `aud` of our tokens. */
  readonly issuer: string;
  readonly audience: string;
  readonly tokenTtlS: number;
  /** How long a client's former secret works after a rotation. */
  readonly secretGraceS: number;
  /** The limit per remote address on public routes. */
  readonly publicRate: RatePolicy;
}

/** Injection token for `GatewayOptions`. */
export const GATEWAY_OPTIONS = Symbol('GatewayOptions');

export const GATEWAY_DEFAULTS: GatewayOptions = {
  issuer: 'linehaul',
  audience: 'linehaul',
  tokenTtlS: 900,
  secretGraceS: 86_400,
  publicRate: { ratePerS: 50, burst: 200 },
};
