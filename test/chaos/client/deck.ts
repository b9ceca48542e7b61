import { createHash } from 'node:crypto';
import { Random } from '../random';
import type { LoadMix, MerchantAccess, OrderWorld } from './plan';

/** What an order asks for, as far as a merchant can tell from the stored order whether it is theirs. */
export interface Payload {
  readonly reference: string;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  readonly lat: number;
  readonly lng: number;
  readonly terms: 'account' | 'cod';
  readonly amountMinor: number;
  readonly currency: string;
}

export interface DealtOrder {
  readonly n: number;
  readonly merchant: MerchantAccess;
  readonly key: string;
  readonly payload: Payload;
  readonly hash: string;
  /** Asks for something that runs short. */
  readonly scarce: boolean;
}

/** One request as it arrives: orders of one merchant, singly or in bulk. */
export interface Arrival {
  /** Milliseconds after the one before. */
  readonly afterMs: number;
  readonly orders: readonly DealtOrder[];
  readonly bulk: boolean;
}

/** References of orders that the database refuses to give a waybill begin with this; see `layPoison`. */
export const POISON = 'poison-';

const BULK_REQUEST_SHARE = 0.15;
const [BULK_LEAST, BULK_MOST] = [5, 40];
const MEAN_ORDERS = 1 - BULK_REQUEST_SHARE + (BULK_REQUEST_SHARE * (BULK_LEAST + BULK_MOST)) / 2;

/** Two sides of a payload are the same order when their hashes agree. */
export function payloadHash(payload: Payload): string {
  const { reference, lines, lat, lng, terms, amountMinor, currency } = payload;
  const facts = [reference, lines.map(({ sku, quantity }) => [sku, quantity]), lat, lng, terms, amountMinor, currency];
  return createHash('sha256').update(JSON.stringify(facts)).digest('base64url').slice(0, 22);
}

/** Deals the orders of a run: the same seed deals the same orders at the same times. */
export class Deck {
  private readonly random: Random;
  private next = 0;

  constructor(
    private readonly seed: number,
    private readonly world: OrderWorld,
    private readonly mix: LoadMix,
  ) {
    this.random = Random.for(seed, 'orders');
  }

  deal(ratePerS: number): Arrival {
    const { random } = this;
    const bulk = random.chance(BULK_REQUEST_SHARE);
    const merchant = random.pick(this.world.merchants);
    const count = bulk ? random.int(BULK_LEAST, BULK_MOST) : 1;
    const orders = Array.from({ length: count }, () => this.order(merchant));
    // Arrivals are independent of each other (exponential gaps), and of how the server fares.
    const afterMs = (-Math.log(1 - random.next()) * MEAN_ORDERS * 1000) / ratePerS;
    return { afterMs, orders, bulk };
  }

  /** The same order asked for under another key: its reference is taken, or it takes the reference. */
  rival(order: DealtOrder): DealtOrder {
    const n = this.next++;
    return { ...order, n, key: `k-${this.seed}-${n}` };
  }

  private order(merchant: MerchantAccess): DealtOrder {
    const { random, world, mix } = this;
    const n = this.next++;
    const scarceSku = random.chance(mix.scarceSkuShare);
    const scarcePoint = !scarceSku && random.chance(mix.scarcePointShare);
    const point = random.pick(scarcePoint ? world.scarcePoints : world.points);
    const poisoned = random.chance(mix.poisonShare);
    const payload: Payload = {
      reference: `${poisoned ? POISON : 'r-'}${this.seed}-${n}`,
      lines: scarceSku ? [{ sku: random.pick(world.scarceSkus), quantity: 1 }] : this.lines(),
      ...point,
      terms: random.chance(0.1) ? 'cod' : 'account',
      amountMinor: random.int(100, 9_999),
      currency: world.currency,
    };
    const scarce = scarceSku || scarcePoint;
    return { n, merchant, key: `k-${this.seed}-${n}`, payload, hash: payloadHash(payload), scarce };
  }

  /** Mostly one line, sometimes two, now and then one SKU twice: its units must be added up. */
  private lines(): Payload['lines'] {
    const { random, world } = this;
    const first = { sku: random.pick(world.skus), quantity: random.int(1, 3) };
    const more = random.next();
    if (more < 0.05) return [first, { sku: first.sku, quantity: 1 }];
    if (more < 0.2) return [first, { sku: random.pick(world.skus), quantity: 1 }];
    return [first];
  }
}

/** The order on the wire. */
export function orderBody({ payload }: DealtOrder): Record<string, unknown> {
  const { reference, lines, lat, lng, terms, amountMinor, currency } = payload;
  const address = { line1: '1 Chaoyang Road', city: 'Beijing', postal_code: '100020', country: 'CN', lat, lng };
  return {
    reference,
    service_level: 'standard',
    recipient: { name: 'Li Lei', phone: '+8613800138000', address },
    lines,
    payment: { terms, amount_minor: amountMinor, currency },
  };
}
