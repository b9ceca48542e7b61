import { readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeServerData, stopAbandoned } from '../embedded/index';

export const RUN_PREFIX = 'linehaul-test-';

/** Ends the servers and removes the folders of earlier runs that were killed before they could do so. */
export async function sweepAbandonedRuns(checkout: string): Promise<void> {
  const mine = process.getuid?.();
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(RUN_PREFIX))) {
    const folder = join(tmpdir(), name);
    if (statSync(folder, { throwIfNoEntry: false })?.uid !== mine || !isAbandoned(join(folder, 'owner'))) continue;
    await stopAbandoned({ checkout, stateFolder: folder });
    removeServerData(folder);
  }
}

/** Whether the process that wrote its id there is gone; a folder without the file is just being made, or removed. */
function isAbandoned(file: string): boolean {
  let owner: number;
  try {
    owner = Number(readFileSync(file, 'utf8'));
  } catch {
    return false;
  }
  try {
    process.kill(owner, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
