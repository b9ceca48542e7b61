import { Database, dataSourceOptions, TransactionalEvents } from '#lib/database';
import { systemClock, systemContext } from '#lib/kernel';
import { DataSource } from 'typeorm';
import { ClientEntity } from '../persistence/client.entity';
import { ClientRepository } from '../persistence/client.repository';
import { MerchantEntity } from '../persistence/merchant.entity';
import { MerchantRepository } from '../persistence/merchant.repository';
import { SecretHasher } from '../tokens/secret-hasher';
import { CreateAdmin } from '../use-cases/create-admin';
import { CreateClients } from '../use-cases/create-clients';

export interface AdminCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/**
 * What `npm run admin:create` does: creates the admin client, or gives it a new secret, with PostgreSQL alone. It works
 * while the application runs, and also when it can't.
 */
export async function createAdmin(databaseUrl: string, clientId: string): Promise<AdminCredentials> {
  const options = dataSourceOptions({
    url: databaseUrl,
    poolSize: 1,
    prepared: false,
    applicationName: 'admin-create',
  });
  const dataSource = new DataSource({ ...options, entities: [ClientEntity, MerchantEntity] });
  await dataSource.initialize();
  try {
    const database = new Database(dataSource, 'live', false);
    const clients = new ClientRepository(database);
    const creation = new CreateClients(
      clients,
      new MerchantRepository(database),
      new SecretHasher(),
      new TransactionalEvents(), // nobody listens: an administrator acts for no courier
      systemClock,
    );
    const { secret } = await new CreateAdmin(database, clients, creation).execute(
      systemContext('admin-create'),
      clientId,
    );
    return { clientId, clientSecret: secret };
  } finally {
    await dataSource.destroy();
  }
}
