import 'reflect-metadata';
import { Database, durabilityFaults } from '#lib/database';
import { GrpcDoor, type GrpcPort } from '#lib/grpc';
import { systemContext } from '#lib/kernel';
import { grpcMetrics, Log, Metrics, TelemetryExport, type Traces } from '#lib/telemetry';
import { HttpDrain, ManagementPort, ProcessState, Shutdown } from '#module/health';
import { ChildRestarts } from '#module/monitoring';
import { RelayService } from '#module/order';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { EnvError, type Env } from './config/env';
import { createApp } from './create-app';
import type { ChildLink } from './supervisor/child-link';
import { VERSION } from './version';

/** Serves with the roles that the environment names: on ports of its own, or as the child of a supervisor. */
export async function serve(env: Env, link?: ChildLink): Promise<void> {
  const metrics = new Metrics();
  metrics.observeProcess();
  const sending = exportOf(env, metrics);
  const fields = { pid: process.pid, roles: [...env.roles].join(',') };
  const onLine = sending === undefined ? undefined : (line: string): void => sending.takeLine(line);
  const log = Log.create({ level: env.logLevel, fields, onLine });
  const app = await createApp({ env, log, metrics, traces: sending?.traces, supervised: link !== undefined });
  if (sending !== undefined) app.get(Shutdown).atLast(() => sending.close());
  if (link === undefined) endOnSignal(app);
  await requireDurability(app, env, log);
  await app.init();
  if (link === undefined && env.roles.has('http')) await app.listen(env.port, env.host);
  if (env.roles.has('grpc')) await serveGrpc(app, env, { log, metrics, traces: sending?.traces });
  app.get(ProcessState).markServing();
  if (link !== undefined) await join(app, env, link);

  log.info('Ready', { ...(link === undefined && env.roles.has('http') ? { host: env.host, port: env.port } : {}) });
}

/** Undefined without a receiver: then there is nothing to send, and nobody keeps anything for it. */
function exportOf({ otel, processName }: Env, metrics: Metrics): TelemetryExport | undefined {
  if (otel === undefined) return undefined;
  const service = { name: otel.serviceName, version: VERSION, instance: processName };
  return new TelemetryExport({ ...otel, service }, metrics);
}

interface GrpcParts {
  readonly log: Log;
  readonly metrics: Metrics;
  readonly traces: Traces | undefined;
}

async function serveGrpc(app: NestFastifyApplication, env: Env, parts: GrpcParts): Promise<void> {
  const load = async (): Promise<GrpcPort> => {
    const { connectGrpc } = await import('../../../libs/grpc/connect.js');
    return connectGrpc(app, grpcMetrics(parts.metrics, parts.traces));
  };
  const door = new GrpcDoor(load, (error) => parts.log.error('gRPC could not be loaded', error));
  await door.listen(env.host, env.grpcPort);
  app.get(Shutdown).alsoEnd(() => door.stop());
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

/** Lets the supervisor send connections and orders. */
async function join(app: NestFastifyApplication, env: Env, link: ChildLink): Promise<void> {
  const servesHttp = env.roles.has('http');
  if (servesHttp) await app.getHttpAdapter().getInstance().ready();
  const shutdown = app.get(Shutdown);
  const drain = app.get(HttpDrain);
  const relay = app.get(RelayService);
  app.get(ChildRestarts).through((place) => link.restart(place));
  link.ready({
    server: servesHttp ? app.getHttpServer() : undefined,
    connections: () => drain.connections,
    routes: app.get(ManagementPort).routes,
    announce: () => shutdown.announce(),
    stop: (lingerMs) =>
      void shutdown.run(app, { announceMs: 0, lingerMs }).then((outcome) => process.exit(outcome === 'clean' ? 0 : 1)),
    died: (name) => relay.processDied(name),
  });
}

/** An order that was answered 2xx must survive a power cut; a PostgreSQL that cannot promise that is not served from. */
async function requireDurability(app: NestFastifyApplication, env: Env, log: Log): Promise<void> {
  const faults = await durabilityFaults(systemContext('boot'), app.get(Database));
  if (faults.length === 0) return;
  if (!env.unsafeDurability) throw new EnvError(`${faults.join('\n')}\nOr set LINEHAUL_UNSAFE_DURABILITY=on.`);
  for (const fault of faults) log.warn(`LINEHAUL_UNSAFE_DURABILITY is on. ${fault}`);
}
