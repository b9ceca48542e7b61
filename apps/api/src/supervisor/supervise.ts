import cluster from 'node:cluster';
import { availableParallelism } from 'node:os';
import { Log } from '../../../../libs/telemetry/log';
import { ManagementServer } from '../../../../libs/telemetry/management-server';
import { rolesAt, type Env } from '../config/env';
import { CHILD_FLAGS } from './child-flags';
import { managementRoutes } from './management-routes';
import { requireFree } from './port';
import { Supervisor } from './supervisor';

/**
 * Runs the application as children of this process, which itself serves nothing but the management port and holds the
 * API's port for them. It loads neither Nest nor a driver: it must be there when everything else fails.
 */
export async function supervise(env: Env): Promise<void> {
  // gRPC's port is shared through node:cluster: children have the same handle and accept for themselves.
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  cluster.setupPrimary({ execArgv: [...process.execArgv, ...CHILD_FLAGS] });
  const log = Log.create({ level: env.logLevel, fields: { pid: process.pid, roles: 'supervisor' } });
  const supervisor = new Supervisor({
    places: env.children,
    rolesOf: (place) => [...rolesAt(env.roleGroups, place)],
    heartbeatMs: env.heartbeatMs,
    // The other half is for PostgreSQL, Redis and whoever calls.
    startsAtOnce: Math.max(1, Math.floor(availableParallelism() / 2)),
    announceMs: env.probePeriodMs,
    log,
  });
  const management = new ManagementServer(managementRoutes(supervisor), (error) =>
    log.error('The management port could not answer', error),
  );
  if (env.roleGroups.flat().includes('grpc')) await requireFree(env.host, env.grpcPort);
  const port = await supervisor.listen(env.host, env.port);
  await management.listen(env.host, env.managementPort);
  process.on('SIGHUP', () => supervisor.reload());
  process.on('SIGTERM', () => supervisor.stop());
  process.on('SIGINT', () => supervisor.stop());
  supervisor.start();
  log.info('Supervising', { children: env.children, host: env.host, port });
  const clean = await supervisor.ended;
  log.info('Stopped');
  process.exit(clean ? 0 : 1);
}
