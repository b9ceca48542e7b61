import 'reflect-metadata';
import { Database, durabilityFaults } from '#lib/database';
import { systemContext } from '#lib/kernel';
import { Log, Metrics } from '#lib/telemetry';
import { ProcessState, Shutdown } from '#module/health';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { EnvError, readEnv, type Env } from './config/env';
import { createApp } from './create-app';

/** Starts one process with the roles that its environment names. */
async function main(): Promise<void> {
  const env = readEnv();
  const log = Log.create({ level: env.logLevel, fields: { pid: process.pid, roles: [...env.roles].join(',') } });
  const metrics = new Metrics();
  metrics.observeProcess();
  const app = await createApp({ env, log, metrics });
  endOnSignal(app);
  await requireDurability(app, env, log);
  await app.init();
  if (env.roles.has('http')) await app.listen(env.port, env.host);
  app.get(ProcessState).markServing();
  log.info('Ready', { host: env.host, ...(env.roles.has('http') ? { port: env.port } : {}) });
}

function endOnSignal(app: NestFastifyApplication): void {
  const end = (): void => {
    void app
      .get(Shutdown)
      .run(app)
      .then((outcome) => process.exit(outcome === 'clean' ? 0 : 1));
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
}

/** An order that was answered 2xx must survive a power cut; a PostgreSQL that cannot promise that is not served from. */
async function requireDurability(app: NestFastifyApplication, env: Env, log: Log): Promise<void> {
  const faults = await durabilityFaults(systemContext('boot'), app.get(Database));
  if (faults.length === 0) return;
  if (!env.unsafeDurability) throw new EnvError(`${faults.join('\n')}\nOr set LINEHAUL_UNSAFE_DURABILITY=on.`);
  for (const fault of faults) log.warn(`LINEHAUL_UNSAFE_DURABILITY is on. ${fault}`);
}

main().catch((error: unknown) => {
  const text = error instanceof EnvError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${text ?? 'unknown fault'}\n`);
  process.exit(1);
});
