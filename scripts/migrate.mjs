// `npm run migrate`: brings the database of DATABASE_URL (or the file that DATABASE_URL_FILE names) up to date. Needs a build.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT } from './lib/checkout.mjs';
import { prepareDatabase } from './lib/database.mjs';
import { loadEnvironmentFile, variable } from './lib/environment.mjs';
import { sentenceFor, SetupFailure } from './lib/setup-failure.mjs';

function databaseUrl() {
  loadEnvironmentFile();
  const url = variable('DATABASE_URL');
  if (url === undefined) throw new SetupFailure('DATABASE_URL is not set: name the database to migrate.');
  return url;
}

try {
  if (!existsSync(join(CHECKOUT, 'dist', 'migrations')))
    throw new SetupFailure('There is no build: run "npm run build".');
  const { migrated } = await prepareDatabase({ databaseUrl: databaseUrl(), demo: false });
  console.log(migrated.length === 0 ? 'The database is up to date.' : `Ran ${migrated.join(', ')}.`);
} catch (error) {
  console.error(sentenceFor(error));
  process.exitCode = 1;
}
