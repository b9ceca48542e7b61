import cluster from 'node:cluster';
import { EnvError, readEnv } from './config/env';
import { startFault } from './start-fault';
import { EXIT_HOPELESS } from './supervisor/protocol';

/**
 * Starts the installation: a supervisor with its children, one of these children, or, with LINEHAUL_CHILDREN=0, a process
 * that serves by itself. Each loads only what it needs: the supervisor must stay small.
 */
async function main(): Promise<void> {
  const env = readEnv();
  if (cluster.isWorker) {
    const { ChildLink } = await import('./supervisor/child-link.js');
    const link = new ChildLink(env.heartbeatMs);
    const { serve } = await import('./serve.js');
    return serve(env, link);
  }
  if (env.children > 0) {
    const { supervise } = await import('./supervisor/supervise.js');
    return supervise(env);
  }
  const { serve } = await import('./serve.js');
  return serve(env);
}

main().catch((error: unknown) => {
  process.stderr.write(`${startFault(error)}\n`);
  process.exit(cluster.isWorker && error instanceof EnvError ? EXIT_HOPELESS : 1);
});
