import { LOOPBACK } from '#lib/embedded';
import { type Clock, systemContext } from '#lib/kernel';
import { Log, Metrics } from '#lib/telemetry';
import { cloneTemplate, testRedis } from '#lib/testing';
import { CreateAdmin } from '#module/gateway';
import { ManagementPort, ProcessState, Shutdown } from '#module/health';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { parseEnv } from '../../apps/api/src/config/env';
import { createApp } from '../../apps/api/src/create-app';
import { Api } from './api';

export interface StartOptions {
  /** Where a second process joins a first one; a database and a Redis of its own unless said. */
  readonly databaseUrl?: string;
  readonly redisUrl?: string;
  /** Further variables, e.g. `{ LINEHAUL_ROLES: 'http' }`. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
}

/** The real application inside the test's process, listening on a port of its own. */
export interface StartedApp {
  readonly baseUrl: string;
  readonly managementUrl: string;
  readonly databaseUrl: string;
  readonly redisUrl: string;
  /** For a look at what has no route. */
  readonly nest: NestFastifyApplication;
  /** Signs an administrator in; the first one that there is. */
  admin(): Promise<Api>;
  /** Ends it in good order and drops the database that it was given. */
  stop(): Promise<void>;
}

export async function startApp(options: StartOptions = {}): Promise<StartedApp> {
  const own = options.databaseUrl === undefined ? await cloneTemplate() : undefined;
  const databaseUrl = options.databaseUrl ?? own?.url ?? '';
  const redisUrl = options.redisUrl ?? (await testRedis()).url;
  const env = parseEnv({
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    LINEHAUL_HOST: LOOPBACK,
    PORT: '0',
    MANAGEMENT_PORT: '0',
    LINEHAUL_PROBE_PERIOD_MS: '0',
    LOG_LEVEL: 'error',
    ...options.environment,
  });
  const nest = await createApp({
    env,
    log: Log.create({ level: env.logLevel }),
    metrics: new Metrics(),
    clock: options.clock,
  });
  await nest.listen(env.port, env.host);
  nest.get(ProcessState).markServing();
  const baseUrl = await nest.getUrl();
  return {
    baseUrl,
    managementUrl: `http://${LOOPBACK}:${nest.get(ManagementPort).port}`,
    databaseUrl,
    redisUrl,
    nest,
    admin: async () => {
      const { client, secret } = await nest.get(CreateAdmin).execute(systemContext('test'), 'test-admin');
      return Api.signIn(baseUrl, client.clientId, secret);
    },
    stop: async () => {
      await nest.get(Shutdown).run(nest);
      await own?.drop();
    },
  };
}
