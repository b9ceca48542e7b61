import type { Told, ToldOrder } from './told';
import { violation, type Violation } from './violation';

/** A stored order, as far as its merchant can recognize it. */
export interface StoredOrder {
  readonly id: string;
  readonly merchant: string;
  readonly reference: string;
  readonly hash: string;
  readonly status: string;
}

/** A stored idempotency key and the order that it is bound to. */
export interface StoredKey {
  readonly merchant: string;
  readonly key: string;
  readonly resourceId: string | null;
}

/** What the database holds of what a client may have been promised. */
export class Stored {
  private readonly byId = new Map<string, StoredOrder>();
  private readonly byReference = new Map<string, StoredOrder[]>();
  private readonly keys = new Map<string, StoredKey[]>();

  addOrder(order: StoredOrder): void {
    this.byId.set(order.id, order);
    push(this.byReference, `${order.merchant} ${order.reference}`, order);
  }

  addKey(key: StoredKey): void {
    push(this.keys, `${key.merchant} ${key.key}`, key);
  }

  order(id: string): StoredOrder | undefined {
    return this.byId.get(id);
  }

  ordersOf(merchant: string, reference: string): readonly StoredOrder[] {
    return this.byReference.get(`${merchant} ${reference}`) ?? [];
  }

  keysOf(merchant: string, key: string): readonly StoredKey[] {
    return this.keys.get(`${merchant} ${key}`) ?? [];
  }

  get orders(): IterableIterator<StoredOrder> {
    return this.byId.values();
  }
}

function push<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}

/** Compares what clients were told with what is stored: nothing acknowledged is lost, nothing is there twice. */
export function checkKeeping(told: Told, stored: Stored): Violation[] {
  const found: Violation[] = [];
  const asked = new Set<string>();
  for (const order of told.orders.values()) {
    asked.add(`${order.merchant} ${order.reference}`);
    found.push(...checkOrder(order, stored));
  }
  for (const { id, merchant, reference } of stored.orders) {
    if (!asked.has(`${merchant} ${reference}`)) found.push(violation('every order was asked for', id, reference));
  }
  for (const { id, status } of told.cancels.values()) {
    const now = stored.order(id)?.status;
    if (status === 200 && now !== 'cancelled')
      found.push(violation('cancelled is cancelled', id, `it is ${now ?? 'gone'}`));
    if (status !== undefined && status !== 200 && status !== 409) {
      found.push(violation('only expected answers', id, `a cancel was answered ${status}`));
    }
  }
  return found;
}

function checkOrder(told: ToldOrder, stored: Stored): Violation[] {
  const { key, merchant, reference } = told;
  const found: Violation[] = told.unexpected.map((answer) => violation('only expected answers', key, answer));
  const complain = (invariant: string, detail: string): number => found.push(violation(invariant, key, detail));
  const orders = stored.ordersOf(merchant, reference);
  const keys = stored.keysOf(merchant, key);
  if (orders.length > 1) complain('one order per reference', orders.map(({ id }) => id).join(' '));
  if (keys.length > 1) complain('a key is bound once', keys.map(({ resourceId }) => resourceId).join(' '));
  const made = keys.flatMap(({ resourceId }) => (resourceId === null ? [] : (stored.order(resourceId) ?? [])));
  if (made.length > 1) complain('one order per key', made.map(({ id }) => id).join(' '));
  for (const order of made) {
    if (order.hash !== told.hash) complain('an order is what was asked for', `${order.id} differs`);
  }
  if (told.acknowledged.size > 1) complain('a retry gets the same id', [...told.acknowledged].join(' '));
  if (told.acknowledged.size > 0 && told.takenBy.size > 0) {
    complain(
      'a retry gets the same id',
      `201 ${[...told.acknowledged].join(' ')}, and 409 ${[...told.takenBy].join(' ')}`,
    );
  }
  for (const id of told.acknowledged) found.push(...checkAcknowledged(told, id, stored));
  for (const id of told.takenBy) {
    if (!orders.some((order) => order.id === id))
      complain('a taken reference names its order', `${id} has not ${reference}`);
  }
  return found;
}

function checkAcknowledged({ key, merchant, reference }: ToldOrder, id: string, stored: Stored): Violation[] {
  const order = stored.order(id);
  if (order === undefined) return [violation('acknowledged is stored', key, `${id} was answered 201 and is not there`)];
  if (order.merchant !== merchant || order.reference !== reference) {
    return [violation('acknowledged is stored', key, `${id} is ${order.reference} of ${order.merchant}`)];
  }
  const bound = stored.keysOf(merchant, key).some(({ resourceId }) => resourceId === id);
  return bound ? [] : [violation('acknowledged is bound to its key', key, `no key leads to ${id}`)];
}
