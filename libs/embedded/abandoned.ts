import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { stopLeftoverPostmaster } from './leftover-postmaster';
import { stopLeftoverRedis } from './leftover-redis';
import { dataFolder, serverUser } from './place';
import { postgresBinaries } from './postgres-binaries';

/** Ends the servers that a killed launcher left running on this state folder, and starts none. */
export async function stopAbandoned(options: {
  readonly checkout: string;
  readonly stateFolder: string;
}): Promise<void> {
  const user = serverUser();
  const postgres = join(dataFolder(options.stateFolder, 'postgres', user), 'data');
  if (existsSync(postgres)) await stopLeftoverPostmaster(postgres, postgresBinaries(options.checkout, user), user);
  await stopLeftoverRedis(dataFolder(options.stateFolder, 'redis', user));
}
