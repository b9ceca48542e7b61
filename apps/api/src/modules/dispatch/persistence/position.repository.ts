import { Injectable } from '@nestjs/common';
import { statement, type Queryable, type Tx } from '#lib/database';
import type { Point } from '../domain/distance';

const SAVE = statement(
  'dispatch.save-position',
  `insert into courier_positions (courier_id, lat, lng, recorded_at) values ($1, $2, $3, $4)
   on conflict (courier_id) do update
     set lat = excluded.lat, lng = excluded.lng, recorded_at = excluded.recorded_at
   where courier_positions.recorded_at < excluded.recorded_at`,
);

const RECENT = statement(
  'dispatch.read-positions',
  `select courier_id, lat, lng from courier_positions where recorded_at > $1`,
);

/** An older position says nothing about where a courier is. */
const POSITION_AGE_MS = 30 * 60_000;

/** Positions guide a choice and never forbid one, so a process looks at them again only this often. */
const REFRESH_MS = 1_000;

@Injectable()
export class PositionRepository {
  private recent: ReadonlyMap<string, Point> = new Map();
  private readAtMs = 0;

  /** Keeps the newest position: one that was recorded earlier than the one known changes nothing. */
  async save(db: Queryable, courierId: string, point: Point, recordedAt: Date): Promise<void> {
    await db.execute(SAVE, [courierId, point.lat, point.lng, recordedAt]);
  }

  /** Where couriers were within the last half hour. Read through the caller's transaction, which needs no second connection. */
  async readRecent(tx: Tx, now: Date): Promise<ReadonlyMap<string, Point>> {
    if (now.getTime() - this.readAtMs < REFRESH_MS) return this.recent;
    this.readAtMs = now.getTime();
    const since = new Date(now.getTime() - POSITION_AGE_MS);
    const rows = await tx.query<{ courier_id: string; lat: number; lng: number }>(RECENT, [since]);
    this.recent = new Map(rows.map((row) => [row.courier_id, { lat: row.lat, lng: row.lng }]));
    return this.recent;
  }
}
