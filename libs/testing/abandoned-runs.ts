import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeServerData, stopAbandoned } from '../embedded/index';

export const RUN_PREFIX = 'linehaul-test-';

/** Ends the servers and removes the folders of earlier runs that were killed before they could do so. */
export async function sweepAbandonedRuns(checkout: string): Promise<void> {
  const mine = process.getuid?.();
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(RUN_PREFIX))) {
    const folder = join(tmpdir(), name);
    if (statSync(folder).uid !== mine || isOwned(join(folder, 'owner'))) continue;
    await stopAbandoned({ checkout, stateFolder: folder });
    removeServerData(folder);
  }
}

/** Whether the process that wrote its id there still lives; a folder without the file is just being made. */
function isOwned(file: string): boolean {
  if (!existsSync(file)) return true;
  try {
    process.kill(Number(readFileSync(file, 'utf8')), 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
