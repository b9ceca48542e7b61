import { randomBytes } from 'node:crypto';
import { uuidv7 } from '#lib/kernel';
import { Client } from 'pg';

/** An endpoint of a merchant that wants to hear everything. */
export interface Subscription {
  readonly endpoint: string;
  readonly merchant: string;
  readonly secret: string;
}

/** Of all merchants so many have an endpoint: each of their orders is half a dozen requests more. */
const SUBSCRIBERS = 2;

/** A lease that ends soon, so that what a killed process held is told again within the run. */
const SETTINGS = { webhooks: { allow_list: '127.0.0.0/8', lease_s: 6 } };

const ALLOW = `
  insert into live.settings_versions (version, "values", changed_by, reason, created_at)
  select max(version) + 1, $1, 'system:chaos', 'A receiver on this machine', now() from live.settings_versions`;

const ENDPOINT = `
  insert into live.webhook_endpoints (id, merchant_id, url, secret, created_at) values ($1, $2, $3, $4, now())`;

export function subscriptionsOf(merchants: readonly { readonly merchantId: string }[]): Subscription[] {
  return merchants.slice(0, SUBSCRIBERS).map(({ merchantId: merchant }) => ({
    endpoint: uuidv7(),
    merchant,
    secret: `whsec_${randomBytes(32).toString('base64')}`,
  }));
}

/** Before the first order, and before the application starts: each event of these merchants' orders is told. */
export async function subscribe(
  databaseUrl: string,
  port: number,
  subscriptions: readonly Subscription[],
): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(ALLOW, [SETTINGS]);
    for (const { endpoint, merchant, secret } of subscriptions) {
      await client.query(ENDPOINT, [endpoint, merchant, `http://127.0.0.1:${port}/${endpoint}`, secret]);
    }
  } finally {
    await client.end();
  }
}
