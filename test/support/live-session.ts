import { Client } from 'pg';

/** A session of a test's own in the database of an application, beside its API. The caller ends it. */
export async function liveSession(databaseUrl: string): Promise<Client> {
  const client = new Client({ connectionString: databaseUrl, options: '-c search_path=live' });
  await client.connect();
  return client;
}
