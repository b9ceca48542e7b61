import { Database, dataSourceOptions, TransactionalEvents } from '#lib/database';
import { systemClock, systemContext } from '#lib/kernel';
import { DataSource } from 'typeorm';
import { ClientEntity } from '../persistence/client.entity';
import { ClientRepository } from '../persistence/client.repository';
import { MerchantEntity } from '../persistence/merchant.entity';
import { MerchantRepository } from '../persistence/merchant.repository';
import { SessionRepository } from '../persistence/session.repository';
import { UserRepository } from '../persistence/user.repository';
import { SecretHasher } from '../tokens/secret-hasher';
import { CreateAdmin } from '../use-cases/create-admin';
import { CreateClients } from '../use-cases/create-clients';
import { CreateConsoleAdmin } from '../use-cases/create-console-admin';
import { CreateUsers } from '../use-cases/create-users';

export interface AdminCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface ConsoleCredentials {
  readonly username: string;
  readonly password: string;
}

const CTX = systemContext('admin-create');

/**
 * What `npm run admin:create` does: creates the admin client, or gives it a new secret, with PostgreSQL alone. It works
 * while the application runs, and also when it can't.
 */
export function createAdmin(databaseUrl: string, clientId: string): Promise<AdminCredentials> {
  return withDatabase(databaseUrl, async (database) => {
    const clients = new ClientRepository(database);
    const creation = new CreateClients(
      clients,
      new MerchantRepository(database),
      new SecretHasher(),
      new TransactionalEvents(), // nobody listens: an administrator acts for no courier
      systemClock,
    );
    const { secret } = await new CreateAdmin(database, clients, creation).execute(CTX, clientId);
    return { clientId, clientSecret: secret };
  });
}

/** What `npm run admin:create -- --user NAME` does: the same for a person at the console. */
export function createConsoleAdmin(databaseUrl: string, username: string): Promise<ConsoleCredentials> {
  return withDatabase(databaseUrl, async (database) => {
    const users = new UserRepository(database);
    const creation = new CreateUsers(users, new SecretHasher(), systemClock);
    const sessions = new SessionRepository(database);
    const admin = new CreateConsoleAdmin(database, users, sessions, creation, systemClock);
    const { user, password } = await admin.execute(CTX, username);
    return { username: user.username, password };
  });
}

async function withDatabase<T>(databaseUrl: string, work: (database: Database) => Promise<T>): Promise<T> {
  const options = dataSourceOptions({
    url: databaseUrl,
    poolSize: 1,
    prepared: false,
    applicationName: 'admin-create',
  });
  const dataSource = new DataSource({ ...options, entities: [ClientEntity, MerchantEntity] });
  await dataSource.initialize();
  try {
    return await work(new Database(dataSource, 'live', false));
  } finally {
    await dataSource.destroy();
  }
}
