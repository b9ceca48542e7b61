import { statement, type Tx } from '#lib/database';
import { actorName, traceIdOf, type Context } from '#lib/kernel';

/** One resource as far as a command has changed it. Names are snake_case, as on the wire. */
export interface RecordedChange {
  /** On whose behalf; commands of several callers may share a transaction. */
  readonly ctx: Context;
  /** As on the wire, e.g. `order`. */
  readonly resource: string;
  readonly id: string;
  /** What was; null where there was nothing. Never a secret, never a person's data. */
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
}

const RECORD = statement(
  'audit.record',
  `insert into audit_entries (actor, role, address, action, resource_type, resource_id, before, after, trace_id)
   select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::jsonb[], $8::jsonb[],
     $9::text[])`,
);

/** Tells the audit of changes to tables that carry no trigger. Those without a command in their context are nobody's to tell. */
export function recordChanges(tx: Tx, changes: readonly RecordedChange[]): void {
  const rows = changes.flatMap((change) => {
    const { command } = change.ctx;
    return command === undefined ? [] : [{ ...change, command }];
  });
  if (rows.length === 0) return;
  tx.send(RECORD, [
    rows.map(({ ctx }) => actorName(ctx)),
    rows.map(({ ctx }) => ctx.actor.role),
    rows.map(({ command }) => command.address),
    rows.map(({ command }) => command.action),
    rows.map(({ resource }) => resource),
    rows.map(({ id }) => id),
    rows.map(({ before }) => before),
    rows.map(({ after }) => after),
    rows.map(({ ctx }) => traceIdOf(ctx.traceparent)),
  ]);
}
