import { Database, statement } from '#lib/database';
import type { Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';

const NAMES = statement(
  'gateway.names',
  `select id, username as name from users where id = any($1::uuid[])
   union all select id, client_id from clients where id = any($1::uuid[])`,
);

/** The names that people know users and clients by. */
@Injectable()
export class ReadNames {
  constructor(@Inject(Database) private readonly database: Database) {}

  async execute(ctx: Context, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (ids.length === 0) return new Map();
    const rows = await this.database.statements(ctx).query<{ id: string; name: string }>(NAMES, [ids]);
    return new Map(rows.map(({ id, name }) => [id, name]));
  }
}
