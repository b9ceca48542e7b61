import { join } from 'node:path';
import { startRedis, type EmbeddedServer } from '../embedded/index';

/** A Redis of this run alone, with its data in that folder, found or fetched as `npm start` would; it forgets all when it ends. */
export function startOwnRedis(stateFolder: string, databases?: number): Promise<EmbeddedServer> {
  return startRedis({
    stateFolder,
    cacheFolder: join(process.cwd(), '.linehaul', 'cache'),
    durable: false,
    environment: process.env,
    ...(databases !== undefined && { databases }),
  });
}
