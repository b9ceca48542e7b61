import { eventually } from '#lib/testing';
import { spawnApp, type SpawnedApp, type SpawnOptions } from './spawn-app';

/** A child as `GET /processes` shows it. */
export interface ChildProcessRow {
  readonly child: number;
  readonly pid: number;
  readonly state: 'starting' | 'ready' | 'draining' | 'condemned';
  readonly roles: readonly string[];
  readonly process: string;
  readonly since: string;
  readonly restarts: number;
  readonly connections: number;
}

export interface Processes {
  readonly supervisor: { readonly pid: number; readonly state: 'serving' | 'stopping'; readonly since: string };
  readonly children: readonly ChildProcessRow[];
}

/** The built application under its supervisor; `pid` and `signal` are the supervisor's. */
export interface Supervised extends SpawnedApp {
  processes(): Promise<Processes>;
  /** Resolves when exactly this many children run and all of them are ready. */
  allReady(children?: number): Promise<Processes>;
}

/** Two children unless `LINEHAUL_CHILDREN` says otherwise; resolves when all of them are ready. */
export async function spawnSupervised(options: SpawnOptions): Promise<Supervised> {
  const environment = { LINEHAUL_CHILDREN: '2', ...options.environment };
  const app = await spawnApp({ ...options, environment });
  const processes = async (): Promise<Processes> => {
    const answer = await fetch(`${app.managementUrl}/processes`);
    return (await answer.json()) as Processes;
  };
  const allReady = (count = Number(environment.LINEHAUL_CHILDREN)): Promise<Processes> =>
    eventually(
      processes,
      ({ children }) => children.length === count && children.every(({ state }) => state === 'ready'),
      60_000,
    );
  await allReady();
  return { ...app, processes, allReady };
}
