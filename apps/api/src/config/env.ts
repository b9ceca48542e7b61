import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { LogLevel } from '#lib/telemetry';
import { z } from 'zod';
import { OTEL_SCHEMA, otelOf, type OtelEnv } from './otel-env';

export const ROLES = ['http', 'grpc', 'worker', 'relay'] as const;

/** What a process does. */
export type ProcessRole = (typeof ROLES)[number];

const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback);

const toggle = z
  .enum(['on', 'off', 'true', 'false', '1', '0'], { error: 'must be on or off' })
  .transform((value) => value === 'on' || value === 'true' || value === '1');

/** `http,relay;worker`: the first child has the first group of roles, the second the second, and so on in turn. */
const roleGroups = z
  .string()
  .transform((value) => value.split(';').map((group) => group.split(',').map((role) => role.trim())))
  .pipe(z.array(z.array(z.enum(ROLES)).min(1)).min(1));

/** `X-Forwarded-For` is believed for these: how many proxies stand in front, or their networks. */
const trustProxy = z.string().transform((value) => {
  const hops = Number(value);
  return Number.isInteger(hops) ? hops : value.split(',').map((cidr) => cidr.trim());
});

const SCHEMA = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgresql:// URL' }),
  DATABASE_PREPARED: toggle.default(true),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(4).max(200).default(20),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'must be a redis:// URL' }),
  REDIS_PREFIX: z
    .string()
    .regex(/^[a-z0-9:_-]{1,64}$/i, 'must be 1 to 64 of a-z 0-9 : _ -')
    .default('linehaul'),
  LINEHAUL_HOST: z.string().min(1).default('127.0.0.1'),
  PORT: port(3000),
  MANAGEMENT_PORT: port(3001),
  GRPC_PORT: port(50_051),
  LINEHAUL_ROLES: roleGroups.default([[...ROLES]]),
  LINEHAUL_CHILDREN: z.coerce.number().int().min(0).max(64).default(2),
  LINEHAUL_HEARTBEAT_MS: z.coerce.number().int().min(50).max(10_000).default(250),
  // Set by the supervisor for each child.
  LINEHAUL_CHILD: z.coerce.number().int().min(0).default(0),
  LINEHAUL_PROCESS: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .optional(),
  LINEHAUL_DISKS: z
    .string()
    .transform((value) => value.split(',').map((folder) => folder.trim()))
    .default(['.']),
  LINEHAUL_TRUST_PROXY: trustProxy.default(0),
  LINEHAUL_PROBE_PERIOD_MS: z.coerce.number().int().min(0).max(8000).default(1000),
  LINEHAUL_SMTP_PASSWORD: z.string().max(1000).optional(),
  LINEHAUL_UNSAFE_DURABILITY: toggle.default(false),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  ...OTEL_SCHEMA,
});

/** The environment, parsed once and frozen. */
export interface Env {
  readonly databaseUrl: string;
  readonly databasePrepared: boolean;
  readonly databasePoolSize: number;
  readonly redisUrl: string;
  readonly redisPrefix: string;
  readonly host: string;
  readonly port: number;
  readonly managementPort: number;
  readonly grpcPort: number;
  /** Of this process; of a supervisor's first child where this is the supervisor. */
  readonly roles: ReadonlySet<ProcessRole>;
  /** The place under the supervisor, the same for whatever child takes it; 0 without one. */
  readonly place: number;
  readonly roleGroups: readonly (readonly ProcessRole[])[];
  /** Processes under a supervisor; 0 serves in this process, without one. */
  readonly children: number;
  /** How often a child tells its supervisor that it is alive; three missed, and it is replaced. */
  readonly heartbeatMs: number;
  /** Different for every process that ever ran: what PostgreSQL and the queues know it by. */
  readonly processName: string;
  /** Folders on the disks whose filling up is told. */
  readonly disks: readonly string[];
  readonly trustProxy: number | readonly string[];
  /** How often the balancer probes: so long requests are still taken while draining. */
  readonly probePeriodMs: number;
  /** Of the server that takes e-mails to recipients. */
  readonly smtpPassword: string | undefined;
  /** Start although PostgreSQL may lose commits at a power cut; for tests and throw-away installations. */
  readonly unsafeDurability: boolean;
  readonly logLevel: LogLevel;
  /** Where traces and logs are sent; undefined without a receiver. */
  readonly otel: OtelEnv | undefined;
}

/** Every fault of the environment in one message: what, where, what is allowed. */
export class EnvError extends Error {
  override readonly name = 'EnvError';
}

/**
 * Reads the environment. A variable `X` may come from the file that `X_FILE` names, as secrets in containers do.
 *
 * @throws EnvError that lists all faults at once
 */
export function parseEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const faults: string[] = [];
  const result = SCHEMA.safeParse(withFiles(source, faults));
  if (result.success) faults.push(...placeFaults(result.data));
  else for (const issue of result.error.issues) faults.push(`${String(issue.path[0])}: ${issue.message}`);
  if (!result.success || faults.length > 0) {
    throw new EnvError(`The environment is not valid:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
  }
  const env = result.data;
  return Object.freeze({
    databaseUrl: env.DATABASE_URL,
    databasePrepared: env.DATABASE_PREPARED,
    databasePoolSize: env.DATABASE_POOL_SIZE,
    redisUrl: env.REDIS_URL,
    redisPrefix: env.REDIS_PREFIX,
    host: env.LINEHAUL_HOST,
    port: env.PORT,
    managementPort: env.MANAGEMENT_PORT,
    grpcPort: env.GRPC_PORT,
    roles: rolesAt(env.LINEHAUL_ROLES, env.LINEHAUL_CHILD),
    place: env.LINEHAUL_CHILD,
    roleGroups: env.LINEHAUL_ROLES,
    children: env.LINEHAUL_CHILDREN,
    heartbeatMs: env.LINEHAUL_HEARTBEAT_MS,
    processName: env.LINEHAUL_PROCESS ?? `p-${randomBytes(6).toString('hex')}`,
    disks: env.LINEHAUL_DISKS,
    trustProxy: env.LINEHAUL_TRUST_PROXY,
    probePeriodMs: env.LINEHAUL_PROBE_PERIOD_MS,
    smtpPassword: env.LINEHAUL_SMTP_PASSWORD,
    unsafeDurability: env.LINEHAUL_UNSAFE_DURABILITY,
    logLevel: env.LOG_LEVEL,
    otel: otelOf(env),
  });
}

/** What the child at this place does; places are dealt to the groups of roles in turn. */
export function rolesAt(groups: Env['roleGroups'], place: number): ReadonlySet<ProcessRole> {
  return new Set(groups[place % groups.length]);
}

/** A group of roles that nobody would have is a mistake that would show as work that nobody does. */
function placeFaults(env: z.infer<typeof SCHEMA>): string[] {
  const { LINEHAUL_ROLES: groups, LINEHAUL_CHILDREN: children } = env;
  if (groups.length <= Math.max(1, children)) return [];
  return [`LINEHAUL_ROLES: names ${groups.length} groups of roles, but LINEHAUL_CHILDREN is ${children}`];
}

/** The environment of this process. */
export function readEnv(): Env {
  return parseEnv(process.env);
}

/** Empty variables count as unset: that is what compose files and CI make of a missing value. */
function withFiles(source: Readonly<Record<string, string | undefined>>, faults: string[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (const name of Object.keys(SCHEMA.shape)) {
    const value = source[name];
    const file = source[`${name}_FILE`];
    if (value !== undefined && value !== '') values[name] = value;
    else if (file !== undefined && file !== '') {
      try {
        values[name] = readFileSync(file, 'utf8').trim();
      } catch {
        faults.push(`${name}_FILE: the file ${file} cannot be read`);
      }
    }
  }
  return values;
}
