import type { Database } from '#lib/database';
import type { Context } from '#lib/kernel';
import type { GatewayFacade } from '#module/gateway';
import type { OrderFacade } from '#module/order';
import type { WaybillFacade } from '#module/waybill';
import type { NewEmail } from '../domain/email-message';
import type { EmailValues } from '../domain/email-text';

/** Whom a mail goes to, and what it can name. */
export interface AddressedEmail {
  readonly to: string;
  readonly values: EmailValues;
}

export interface EmailSources {
  readonly database: Database;
  readonly orders: Pick<OrderFacade, 'summaries'>;
  readonly waybills: Pick<WaybillFacade, 'find'>;
  readonly gateway: Pick<GatewayFacade, 'merchant'>;
}

/** What is known now of the orders that these mails are about, by order; without those that have no address. */
export async function addressed(
  ctx: Context,
  { database, orders, waybills, gateway }: EmailSources,
  emails: readonly NewEmail[],
): Promise<Map<string, Omit<AddressedEmail, 'values'> & { values(email: NewEmail): EmailValues }>> {
  const db = database.statements(ctx);
  const ids = [...new Set(emails.map(({ orderId }) => orderId))];
  const [found, issued] = await Promise.all([orders.summaries(ctx, db, ids), waybills.find(ctx, db, ids)]);
  const numberOf = new Map(issued.map(({ orderId, number }) => [orderId, number]));
  return new Map(
    found.flatMap(({ id, merchantId, reference, recipient }) => {
      const { email: to, name, address } = recipient;
      if (to === undefined) return [];
      const values = ({ occurredAt }: NewEmail): EmailValues => ({
        recipient_name: name,
        merchant_name: gateway.merchant(merchantId)?.name ?? '',
        reference,
        waybill_number: numberOf.get(id) ?? '–',
        city: address.city,
        occurred_at: minuteOf(occurredAt),
      });
      return [[id, { to, values }] as const];
    }),
  );
}

/** What a preview and a test name in place of an order. */
export function sampleValues(merchantName: string, now: Date): EmailValues {
  return {
    recipient_name: 'Li Lei',
    merchant_name: merchantName,
    reference: 'SO-10001',
    waybill_number: 'LH0000000000018',
    city: 'Beijing',
    occurred_at: minuteOf(now),
  };
}

/** `2026-11-23 12:00 UTC`: whoever reads it may be anywhere. */
function minuteOf(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
