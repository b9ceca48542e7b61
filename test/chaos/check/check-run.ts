import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Client } from 'pg';
import { payloadHash } from '../client/deck';
import { decode } from '../client/history';
import { Audit } from './books';
import { checkEffects } from './effects';
import { checkKeeping, Stored } from './keeping';
import { checkLife } from './life';
import type { OrderFacts } from './order-facts';
import { freeIn, readBooks, readHappened, readKeys, readWork, type WorkRow } from './read-books';
import { readOrders } from './read-orders';
import { checkReports } from './reports';
import { checkRest } from './rest';
import { ToldSoFar, type Told } from './told';
import { violation, type Violation } from './violation';
import { readHeard, readHistories, type WebhookAudit } from './webhooks';
import type { Subscription } from '../webhooks/subscribe';

export interface CheckResult {
  readonly violations: readonly Violation[];
  readonly told: Told;
  /** Orders by where they rest. */
  readonly rests: ReadonlyMap<string, number>;
  /** Messages that came to the receiver, and those of them that were repetitions. */
  readonly webhooks: Pick<WebhookAudit, 'messages' | 'repetitions'>;
}

/** Who was to be told of its orders, and what it has heard. */
export interface Hearing {
  readonly subscriptions: readonly Subscription[];
  readonly historyFile: string;
}

/**
 * Compares the whole history with the whole database as it is when this is called: reading takes a while, in which the
 * application goes on by itself (a courier's next shift comes into reach of an order that waits for one).
 */
export async function checkRun(databaseUrl: string, historyFile: string, hearing: Hearing): Promise<CheckResult> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const work = await readWork(client); // the first statement decides what all others see
    const heard = await readHeard(hearing.historyFile);
    const unheard = heard.compare(hearing.subscriptions, await readHistories(client, hearing.subscriptions));
    const { violations, ...rest } = await compare(client, await readHistory(historyFile), work);
    return { ...rest, violations: [...violations, ...unheard], webhooks: heard };
  } finally {
    await client.end();
  }
}

async function readHistory(file: string): Promise<ToldSoFar> {
  const told = new ToldSoFar();
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    for (const record of decode(`${line}\n`)) told.add(record);
  }
  return told;
}

async function compare(client: Client, told: Told, work: readonly WorkRow[]): Promise<Omit<CheckResult, 'webhooks'>> {
  const books = await readBooks(client);
  const free = freeIn(books);
  const [audit, stored, rests] = [new Audit(), new Stored(), new Map<string, number>()];
  const violations: Violation[] = [];
  for (const key of await readKeys(client)) stored.addKey(key);
  for await (const order of readOrders(client)) {
    stored.addOrder({ ...recognizable(order), hash: payloadHash(order) });
    audit.add(order);
    violations.push(...checkLife(order), ...checkEffects(order), ...checkRest(order, free));
    const rest = order.parked[0] === undefined ? order.status : `${order.status} (${order.parked[0].reason})`;
    rests.set(rest, (rests.get(rest) ?? 0) + 1);
  }
  violations.push(...audit.compare(books), ...checkKeeping(told, stored));
  violations.push(...checkReports(told, await readHappened(client)));
  for (const { id, stage, orders, attempts, lastError } of work) {
    const detail = `${stage}, ${orders} orders, ${attempts} attempts ${lastError}`;
    violations.push(violation('no work is left', id, detail));
  }
  return { violations, told, rests };
}

function recognizable({ id, merchantId, reference, status }: OrderFacts): {
  id: string;
  merchant: string;
  reference: string;
  status: string;
} {
  return { id, merchant: merchantId, reference, status };
}
