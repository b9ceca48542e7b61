import type { Context } from '#lib/kernel';

/** A courier sees its own tasks; to it, those of others do not exist. Other roles see all. */
export function maySee(ctx: Context, courierId: string): boolean {
  return ctx.actor.role !== 'courier' || ctx.actor.courierId === courierId;
}
