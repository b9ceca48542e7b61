import { statement, type Queryable } from '#lib/database';
import { readTraceMark, type TraceContext } from '#lib/kernel';

const ORIGINS = statement(
  'order.origins',
  `select order_id, cause from order_events where order_id = any($1::uuid[]) and sequence = 1 and cause is not null`,
);

/** Which recorded request placed each of these orders; those of no recorded one are left out. */
export async function findOrigins(db: Queryable, orderIds: readonly string[]): Promise<Map<string, TraceContext>> {
  const rows = await db.query<{ order_id: string; cause: string }>(ORIGINS, [orderIds]);
  const origins = new Map<string, TraceContext>();
  for (const { order_id: orderId, cause } of rows) {
    const origin = readTraceMark(cause);
    if (origin !== undefined) origins.set(orderId, origin);
  }
  return origins;
}
