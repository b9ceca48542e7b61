import { actorName, traceIdOf, type Context } from '#lib/kernel';
import { statement } from './statement';
import type { Tx } from './tx';

const ANNOUNCE = statement('database.announce-command', `select set_config('linehaul.command', $1, true)`);

/** Tells the triggers of audited tables, for this transaction, on whose behalf it writes. */
export function announceCommand(ctx: Context, tx: Tx): void {
  const { command, actor } = ctx;
  if (command === undefined) return;
  const told = { ...command, actor: actorName(ctx), role: actor.role, trace_id: traceIdOf(ctx.traceparent) };
  tx.send(ANNOUNCE, [JSON.stringify(told)]);
}
