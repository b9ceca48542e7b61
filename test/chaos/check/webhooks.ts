import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Client } from 'pg';
import type { Heard } from '../webhooks/heard';
import type { Subscription } from '../webhooks/subscribe';
import { violation, type Violation } from './violation';

/** An order with the sequence of its last event. */
export interface StoredHistory {
  readonly order: string;
  readonly merchant: string;
  readonly last: number;
}

interface ToldOrder {
  /** Of each sequence that was accepted, the message's id. */
  readonly accepted: Map<number, string>;
  highest: number;
}

/**
 * What a receiver was told, compared with what happened: each event at least once, those of one order in their order to one
 * endpoint, signed, and nothing else. What it refused does not count as told. A repetition is allowed, under its own id.
 */
export class WebhookAudit {
  readonly violations: Violation[] = [];
  messages = 0;
  repetitions = 0;
  private readonly told = new Map<string, ToldOrder>();

  add({ endpoint, order, sequence, id, signed, accepted }: Heard): void {
    this.messages += 1;
    const subject = `${endpoint} ${order} ${sequence}`;
    if (!signed) this.violations.push(violation('a webhook is signed', subject, id));
    const about = this.about(endpoint, order);
    const known = about.accepted.get(sequence);
    if (known !== undefined) {
      this.repetitions += 1;
      if (known !== id)
        this.violations.push(violation('a webhook is repeated under its id', subject, `${known}, ${id}`));
      return;
    }
    if (sequence < about.highest)
      this.violations.push(violation('webhooks of an order come in order', subject, `after ${about.highest}`));
    if (!accepted) return;
    about.accepted.set(sequence, id);
    about.highest = Math.max(about.highest, sequence);
  }

  /** At the end, with all orders of the subscribers. */
  compare(subscriptions: readonly Subscription[], stored: readonly StoredHistory[]): Violation[] {
    const expected = new Set<string>();
    const missing: Violation[] = [];
    for (const { endpoint, merchant } of subscriptions) {
      for (const { order, last } of stored.filter((each) => each.merchant === merchant)) {
        expected.add(`${endpoint} ${order}`);
        const { accepted } = this.about(endpoint, order);
        const untold = Array.from({ length: last }, (_, index) => index + 1).filter((n) => !accepted.has(n));
        const subject = `${endpoint} ${order}`;
        if (untold.length > 0) missing.push(violation('every event is told by webhook', subject, untold.join(', ')));
        for (const sequence of accepted.keys())
          if (sequence > last) missing.push(violation('only what happened is told', subject, String(sequence)));
      }
    }
    for (const [place, { accepted }] of this.told)
      if (!expected.has(place) && accepted.size > 0)
        missing.push(violation('only what happened is told', place, 'no order'));
    return [...this.violations, ...missing];
  }

  private about(endpoint: string, order: string): ToldOrder {
    const place = `${endpoint} ${order}`;
    const known = this.told.get(place) ?? { accepted: new Map<number, string>(), highest: 0 };
    this.told.set(place, known);
    return known;
  }
}

/** Reads the receiver's history; a last line that was cut short says nothing. */
export async function readHeard(file: string): Promise<WebhookAudit> {
  const audit = new WebhookAudit();
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    if (line.endsWith('}')) audit.add(JSON.parse(line) as Heard);
  }
  return audit;
}

const HISTORIES = `
  select o.id as "order", o.merchant_id as merchant, max(e.sequence)::int as last
  from live.orders o join live.order_events e on e.order_id = o.id
  where o.merchant_id = any($1::uuid[]) group by o.id, o.merchant_id`;

export async function readHistories(client: Client, subscriptions: readonly Subscription[]): Promise<StoredHistory[]> {
  const { rows } = await client.query<StoredHistory>(HISTORIES, [subscriptions.map(({ merchant }) => merchant)]);
  return rows;
}
