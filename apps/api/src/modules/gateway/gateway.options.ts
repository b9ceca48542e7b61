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
  readonly console: ConsoleOptions;
}

/** How long people stay logged in to the console. */
interface ConsoleOptions {
  /** The life of an access token; a page renews it with its session. */
  readonly tokenTtlS: number;
  /** A session ends when it was not renewed for so long, */
  readonly idleS: number;
  /** and after so long in any case. */
  readonly lastsS: number;
  /** For so long after it was used, a refresh token that comes again gets the same successor. */
  readonly refreshGraceS: number;
  /** Sessions of one user; the oldest ends when there is one more. */
  readonly sessionsPerUser: number;
}

/** Injection token for `GatewayOptions`. */
export const GATEWAY_OPTIONS = Symbol('GatewayOptions');

export const GATEWAY_DEFAULTS: GatewayOptions = {
  issuer: 'linehaul',
  audience: 'linehaul',
  tokenTtlS: 900,
  secretGraceS: 86_400,
  publicRate: { ratePerS: 50, burst: 200 },
  console: { tokenTtlS: 300, idleS: 43_200, lastsS: 604_800, refreshGraceS: 10, sessionsPerUser: 10 },
};
