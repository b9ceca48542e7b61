import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerUser } from './place';
import type { PostgresBinaries } from './postgres-binaries';
import { stopCluster } from './postgres-data';
import { SetupError } from './setup-error';

/**
 * A launcher that was killed leaves its postgres running on our data folder. It is stopped, so that the new one has
 * the settings of this start; a pid file whose process is a stranger (the number was used again) is removed. That of a
 * dead postgres stays: from it the next one learns whether children of the dead one still write to the data.
 */
export async function stopLeftoverPostmaster(
  data: string,
  binaries: PostgresBinaries,
  user: ServerUser | undefined,
): Promise<void> {
  const pidFile = join(data, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n', 1)[0]);
  const command = commandLine(pid);
  if (process.platform !== 'win32' && !command.includes(data)) {
    if (command !== '') rmSync(pidFile, { force: true });
    return;
  }
  if (!(await stopCluster(data, binaries, user)) && commandLine(pid).includes(data)) {
    throw new SetupError(`An earlier PostgreSQL (process ${String(pid)}) still uses ${data}: end it and start again.`);
  }
}

/** The command line of a process; empty when there is none. */
function commandLine(pid: number): string {
  if (!Number.isInteger(pid) || pid <= 0) return '';
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}
