import type { Context } from '#lib/kernel';
import type { Task } from '../domain/task';

/** A courier sees its own tasks; to it, those of others do not exist. Other roles see all. */
export function maySee(ctx: Context, courierId: string): boolean {
  return ctx.actor.role !== 'courier' || ctx.actor.courierId === courierId;
}

/** A courier that handed a task over may still send in what happened before that. */
export function mayReport(ctx: Context, task: Task, occurredAt: Date): boolean {
  if (maySee(ctx, task.courierId)) return true;
  const { previousCourierId, handedOverAt } = task;
  return handedOverAt !== null && ctx.actor.courierId === previousCourierId && occurredAt < handedOverAt;
}
