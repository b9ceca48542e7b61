import { DomainError, type Context } from '#lib/kernel';
import type { GatewayFacade } from '#module/gateway';

/**
 * Whose a new thing is: a merchant's own, or that of the merchant whom the staff names.
 *
 * @throws DomainError `notification.no_merchant`
 */
export function ownerOf(
  ctx: Context,
  merchantId: string | undefined,
  gateway: Pick<GatewayFacade, 'merchant'>,
): string {
  if (ctx.merchantId !== undefined) {
    if (merchantId === undefined || merchantId === ctx.merchantId) return ctx.merchantId;
    throw noMerchant('A merchant does this for itself alone');
  }
  if (merchantId === undefined) throw noMerchant('Say which merchant’s it is');
  if (gateway.merchant(merchantId) === undefined) throw noMerchant(`There is no merchant ${merchantId}`);
  return merchantId;
}

function noMerchant(detail: string): DomainError {
  return new DomainError('refused', 'notification.no_merchant', detail, {
    errors: [{ pointer: '/merchant_id', detail }],
  });
}
