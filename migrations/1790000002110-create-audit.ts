import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who changed what. A trigger writes the row wherever a table is changed by people alone, or next to alone: no use case can forget
 * it, and none has to think of it. It looks at `linehaul.command`, which `Database.transaction` sets for a command of a person
 * or client of the staff, so that whatever the system does by itself costs one look at that setting.
 */
export class CreateAudit1790000002110 implements MigrationInterface {
  name = 'CreateAudit1790000002110';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table audit_entries (
        id bigint generated always as identity,
        at timestamptz not null default now(),
        actor text not null,
        role text not null,
        address text not null,
        action text not null,
        resource_type text not null,
        resource_id text not null,
        before jsonb,
        after jsonb,
        trace_id text not null,
        constraint audit_entries_pkey primary key (id)
      )`);
    await runner.query(`create index audit_entries_resource on audit_entries (resource_type, resource_id, id)`);
    await runner.query(`create index audit_entries_actor on audit_entries (actor, id)`);
    await runner.query(`create index audit_entries_action on audit_entries (action, id)`);
    await runner.query(`create index audit_entries_at on audit_entries (at)`);
    await runner.query(AUDIT_CHANGE);
    for (const audited of AUDITED) await runner.query(triggerOn(audited));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { table } of AUDITED) await runner.query(`drop trigger audit on ${table}`);
    await runner.query(`drop function audit_change()`);
    await runner.query(`drop table audit_entries`);
  }
}

/** A table that carries the trigger. */
export interface Audited {
  readonly table: string;
  /** What the row is called on the wire. */
  readonly resource: string;
  /** The column that names the resource; `id` unless said. */
  readonly id?: string;
  /** Columns of which is told that they changed, and not what they hold. */
  readonly hidden?: readonly string[];
  /** Which rows count, besides those that a command changes. */
  readonly on?: string;
}

const AUDITED: readonly Audited[] = [
  { table: 'users', resource: 'user', hidden: ['display_name', 'password_hash'] },
  { table: 'clients', resource: 'client', hidden: ['secret_hash', 'previous_secret_hash'] },
  { table: 'merchants', resource: 'merchant' },
  { table: 'skus', resource: 'sku', id: 'sku' },
  { table: 'warehouses', resource: 'warehouse' },
  { table: 'facilities', resource: 'facility' },
  { table: 'links', resource: 'link' },
  { table: 'zones', resource: 'zone' },
  { table: 'timetables', resource: 'timetable' },
  { table: 'couriers', resource: 'courier', hidden: ['name', 'phone'] },
  { table: 'courier_schedules', resource: 'courier_schedule', id: 'courier_id' },
  // Slots of a shift are taken and given back with every order, and those of a schedule follow from it.
  { table: 'shifts', resource: 'shift', on: 'insert' },
  { table: 'webhook_endpoints', resource: 'webhook_endpoint', hidden: ['secret', 'previous_secret'] },
  { table: 'alert_channels', resource: 'alert_channel', hidden: ['target', 'secret'] },
  { table: 'alert_silences', resource: 'alert_silence' },
  { table: 'incidents', resource: 'incident', hidden: ['evidence'] },
];

export function triggerOn({
  table,
  resource,
  id = 'id',
  hidden = [],
  on = 'insert or update or delete',
}: Audited): string {
  const byPeople = `coalesce(current_setting('linehaul.command', true), '') <> ''`;
  const when = table === 'shifts' ? `${byPeople} and not new.scheduled` : byPeople;
  return `
    create trigger audit after ${on} on ${table} for each row when (${when})
      execute function audit_change('${resource}', '${id}', '{${hidden.join(',')}}')`;
}

/** Writes what differs between the row before and after; a change of nothing but bookkeeping is none. */
const AUDIT_CHANGE = `
  create function audit_change() returns trigger language plpgsql set search_path from current as $$
  declare
    command jsonb := current_setting('linehaul.command')::jsonb;
    was jsonb := coalesce(to_jsonb(old), '{}');
    became jsonb := coalesce(to_jsonb(new), '{}');
    hidden text[] := tg_argv[2]::text[];
    before jsonb;
    after jsonb;
  begin
    select jsonb_object_agg(key, case when key = any(hidden) then '"[hidden]"' else value end) into before
      from jsonb_each(was) where became -> key is distinct from value and key not in ('revision', 'updated_at');
    select jsonb_object_agg(key, case when key = any(hidden) then '"[hidden]"' else value end) into after
      from jsonb_each(became) where was -> key is distinct from value and key not in ('revision', 'updated_at');
    if before is not null or after is not null then
      insert into audit_entries (actor, role, address, action, resource_type, resource_id, before, after, trace_id)
      values (command ->> 'actor', command ->> 'role', command ->> 'address', command ->> 'action', tg_argv[0],
        (became || was) ->> tg_argv[1], before, after, command ->> 'trace_id');
    end if;
    return null;
  end $$`;
