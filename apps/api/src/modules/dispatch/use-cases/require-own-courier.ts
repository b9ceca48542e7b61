import type { Context } from '#lib/kernel';
import { courierNotFound } from './courier-refusals';

/** To a courier, other couriers do not exist: 404. Other roles pass. */
export function requireOwnCourier(ctx: Context, courierId: string): void {
  if (ctx.actor.role === 'courier' && ctx.actor.courierId !== courierId) throw courierNotFound(courierId);
}
