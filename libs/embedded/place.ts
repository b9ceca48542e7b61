import { createHash } from 'node:crypto';
import { chmodSync, chownSync, cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { SetupError } from './setup-error';

export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root, so a root process runs its servers as `postgres`, or as `nobody` without one. */
export function serverUser(): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = accounts.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new SetupError(
    'PostgreSQL does not run as root and there is no account "postgres" or "nobody": run as an ordinary user, or set DATABASE_URL and REDIS_URL.',
  );
}

/** True when every account may walk down to `path`: a checkout under a private home folder is not such a place. */
function isReachableByAll(path: string): boolean {
  for (let folder = realpathSync(path); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/**
 * The folder in which a server keeps its data: `<stateFolder>/<name>`, or one beside the system's lasting temporary
 * files when the server runs under another account that cannot reach the state folder. It belongs to that account.
 */
export function dataFolder(stateFolder: string, name: string, user: ServerUser | undefined): string {
  mkdirSync(stateFolder, { recursive: true });
  const folder = join(placeFor(stateFolder, name, user), name);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  return folder;
}

/** Forgets everything that servers ever kept for this state folder. They must be down. */
export function removeServerData(stateFolder: string): void {
  if (existsSync(stateFolder) && serverUser() !== undefined && existsSync(lastingPath(stateFolder))) {
    rmSync(lastingFolder(stateFolder), { recursive: true, force: true });
  }
  rmSync(stateFolder, { recursive: true, force: true });
}

function placeFor(stateFolder: string, name: string, user: ServerUser | undefined): string {
  if (user === undefined) return stateFolder;
  const lasting = lastingPath(stateFolder);
  const elsewhere = existsSync(join(lasting, name));
  return elsewhere || !isReachableByAll(stateFolder) ? lastingFolder(stateFolder) : stateFolder;
}

/** `folder` itself, or a copy of it that the account of the servers can read; the copy is made once. */
export function readableCopy(folder: string, name: string, user: ServerUser | undefined): string {
  if (user === undefined || (isReachableByAll(folder) && isReadableByAll(folder))) return folder;
  const copy = join(lastingFolder(folder), name);
  if (existsSync(copy)) return copy;
  const draft = `${copy}.${String(process.pid)}`;
  cpSync(folder, draft, { recursive: true, verbatimSymlinks: true });
  openToAll(draft);
  try {
    renameSync(draft, copy);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
  return copy;
}

function lastingPath(key: string): string {
  const base = existsSync('/var/tmp') ? '/var/tmp' : tmpdir();
  return join(base, `linehaul-${createHash('sha256').update(realpathSync(key)).digest('hex').slice(0, 16)}`);
}

/** Made by us, or found to be ours: whoever else may write there must not be able to slip us a program or a link. */
function lastingFolder(key: string): string {
  const path = lastingPath(key);
  mkdirSync(path, { recursive: true, mode: 0o755 });
  const found = lstatSync(path);
  if (!found.isDirectory() || found.uid !== process.getuid?.()) {
    throw new SetupError(`${path} belongs to another account: remove it, or set DATABASE_URL and REDIS_URL.`);
  }
  chmodSync(path, 0o755);
  return path;
}

function isReadableByAll(folder: string): boolean {
  return readdirSync(folder).every((entry) => (statSync(join(folder, entry)).mode & 0o004) !== 0);
}

function openToAll(path: string): void {
  const found = lstatSync(path);
  if (found.isSymbolicLink()) return;
  if (!found.isDirectory()) {
    chmodSync(path, found.mode | ((found.mode & 0o100) === 0 ? 0o444 : 0o555));
    return;
  }
  chmodSync(path, found.mode | 0o555);
  for (const entry of readdirSync(path)) openToAll(join(path, entry));
}
