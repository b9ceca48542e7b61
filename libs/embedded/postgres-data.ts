import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ServerUser } from './place';
import type { PostgresBinaries } from './postgres-binaries';
import { SetupError } from './setup-error';

const run = promisify(execFile);

/** The superuser of the embedded server. */
export const POSTGRES_USER = 'linehaul';

/** Creates the cluster in `<home>/data` unless it is there. Answers the password, kept beside it in a private file. */
export async function ensureCluster(
  home: string,
  binaries: PostgresBinaries,
  user: ServerUser | undefined,
): Promise<string> {
  const data = join(home, 'data');
  const passwordFile = join(home, 'password');
  if (existsSync(join(data, 'PG_VERSION'))) return readFileSync(passwordFile, 'utf8');
  const password = randomBytes(24).toString('base64url');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user !== undefined) chownSync(passwordFile, user.uid, user.gid);
  // An interrupted initdb leaves half a cluster: it is made under another name and becomes `data` when whole.
  const draft = join(home, 'data.new');
  rmSync(draft, { recursive: true, force: true });
  const args = ['-D', draft, '-U', POSTGRES_USER, `--pwfile=${passwordFile}`, '-A', 'scram-sha-256', '--no-sync'];
  const locale = ['-E', 'UTF8', '--no-locale', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  try {
    await run(binaries.initdb, [...args, ...locale], { cwd: '/', env: {}, ...user });
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    const reason = (stderr ?? String(error)).trim().split('\n').slice(-3).join(' | ');
    throw new SetupError(
      `PostgreSQL could not create its data folder in ${home} (${reason}): set DATABASE_URL instead.`,
    );
  }
  renameSync(draft, data);
  return password;
}

/** Ends the server of this data folder, first politely. Answers false when pg_ctl found none. */
export async function stopCluster(
  data: string,
  binaries: PostgresBinaries,
  user: ServerUser | undefined,
): Promise<boolean> {
  for (const mode of ['fast', 'immediate']) {
    try {
      await run(binaries.pgCtl, ['stop', '-D', data, '-m', mode, '-t', '10', '-s'], { cwd: '/', env: {}, ...user });
      return true;
    } catch {
      // not gone in time, or not there: the next mode, and then the caller, decide
    }
  }
  return false;
}
