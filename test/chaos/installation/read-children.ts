import type { AppProcess } from './app-process';

export interface ChildRow {
  readonly child: number;
  readonly pid: number;
  readonly state: 'starting' | 'ready' | 'draining' | 'condemned';
  readonly process: string;
}

/** The children of a supervisor that are ready, as its management port tells; none when it does not answer. */
export async function readyChildrenOf(app: AppProcess | undefined): Promise<readonly ChildRow[]> {
  if (app?.isRunning !== true) return [];
  const limit = { signal: AbortSignal.timeout(1_000) };
  const answer = await fetch(`${app.managementUrl}/processes`, limit).catch(() => undefined);
  if (answer?.ok !== true) return [];
  const { children } = (await answer.json()) as { readonly children: readonly ChildRow[] };
  return children.filter(({ state }) => state === 'ready');
}
