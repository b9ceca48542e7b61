// `npm run admin:create [-- <client id>]`: creates the admin client, or gives it a new secret, and prints both once.
// `npm run admin:create -- --user NAME` does the same for an administrator of the console and its password. On the database of DATABASE_URL, else on the embedded one, which must not be in use by `npm start` meanwhile.
import { existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { CHECKOUT } from './lib/checkout.mjs';
import { prepareDatabase } from './lib/database.mjs';
import { loadEnvironmentFile, variable } from './lib/environment.mjs';
import { takeInstanceLock } from './lib/instance-lock.mjs';
import { sentenceFor, SetupFailure } from './lib/setup-failure.mjs';

const CLIENT_ID = /^[a-z0-9][a-z0-9._-]{2,99}$/;
const USERNAME = /^[a-z0-9][a-z0-9._@-]{1,99}$/;

/** What shall be made: a client of that id, or a user of that name. */
function readWish([first, second]) {
  if (first === '--user') {
    const username = second ?? 'admin';
    if (USERNAME.test(username)) return { username };
    throw new SetupFailure(
      `"${username}" can't be a user name: use 2 to 100 of a-z, 0-9, dot, dash, underscore and @.`,
    );
  }
  const clientId = first ?? 'admin';
  if (CLIENT_ID.test(clientId)) return { clientId };
  throw new SetupFailure(`"${clientId}" can't be a client id: use 3 to 100 of a-z, 0-9, dot, dash and underscore.`);
}

async function withDatabase(built, work) {
  const url = variable('DATABASE_URL');
  if (url !== undefined) return work(url);
  const { startPostgres } = built('./libs/embedded/index.js');
  const stateFolder = resolve(CHECKOUT, process.env.LINEHAUL_STATE || '.linehaul');
  mkdirSync(stateFolder, { recursive: true });
  const giveLockBack = takeInstanceLock(join(stateFolder, 'start.lock'));
  try {
    const options = { checkout: CHECKOUT, stateFolder, durable: true, database: 'linehaul' };
    const postgres = await startPostgres(options);
    try {
      return await work(postgres.url);
    } finally {
      await postgres.stop();
    }
  } finally {
    giveLockBack();
  }
}

try {
  loadEnvironmentFile();
  const wish = readWish(process.argv.slice(2));
  if (!existsSync(join(CHECKOUT, 'dist', 'apps'))) throw new SetupFailure('There is no build: run "npm run build".');
  const built = createRequire(join(CHECKOUT, 'dist', 'x.js'));
  const credentials = await withDatabase(built, async (databaseUrl) => {
    await prepareDatabase({ databaseUrl, demo: false });
    const { createAdmin, createConsoleAdmin } = built('./apps/api/src/modules/gateway/cli/create-admin.js');
    const { clientId, username } = wish;
    return username === undefined ? createAdmin(databaseUrl, clientId) : createConsoleAdmin(databaseUrl, username);
  });
  if ('username' in credentials) {
    console.log(`username  ${credentials.username}\npassword  ${credentials.password}`);
    console.log('The password is shown this once. A former one of this user has ended, and so have its sessions.');
  } else {
    console.log(`client_id      ${credentials.clientId}\nclient_secret  ${credentials.clientSecret}`);
    console.log('The secret is shown this once. A former one of this client has ended.');
  }
} catch (error) {
  console.error(error?.name === 'DomainError' ? error.message : sentenceFor(error));
  process.exitCode = 1;
}
