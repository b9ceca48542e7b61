import { type Queryable, statement, type Tx } from '#lib/database';
import { Injectable } from '@nestjs/common';

const ALL = statement('monitoring.groups', `select key, told_at from alert_groups`);

const TOLD = statement(
  'monitoring.group-told',
  `insert into alert_groups (key, told_at) values ($1, $2) on conflict (key) do update set told_at = excluded.told_at`,
);

/** When each group of alerts was last told. */
@Injectable()
export class GroupRepository {
  async all(db: Queryable): Promise<Map<string, number>> {
    const rows = await db.query<{ key: string; told_at: Date }>(ALL);
    return new Map(rows.map((row) => [row.key, row.told_at.getTime()]));
  }

  told(tx: Tx, key: string, at: Date): void {
    tx.send(TOLD, [key, at]);
  }
}
