import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { statement, VersionWatch, type Tx } from '#lib/database';

/** What of a shift stays as it is while it is open. */
export interface ShiftTime {
  readonly courierId: string;
  readonly zoneId: string;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
}

const READ = statement(
  'dispatch.read-shift-times',
  `select id, courier_id, zone_id, starts_at, ends_at from shifts where id = any($1::bigint[])`,
);

/** Ended shifts are forgotten once so many are known: some days of 2,000 couriers. */
const KEEP_AT_MOST = 20_000;

/**
 * Remembers the unchanging part of shifts, so that the read of each batch carries only counts. A shift that is not known is
 * looked up in the caller's transaction; a change of couriers or schedules, by any process, empties the memory.
 */
@Injectable()
export class ShiftTimes implements OnModuleInit {
  private known = new Map<number, ShiftTime>();

  constructor(@Inject(VersionWatch) private readonly watch: VersionWatch) {}

  async onModuleInit(): Promise<void> {
    await this.watch.subscribe('couriers', async () => {
      this.known = new Map();
      return Promise.resolve();
    });
  }

  async of(tx: Tx, ids: readonly number[], now: Date): Promise<ReadonlyMap<number, ShiftTime>> {
    const known = this.known;
    const missing = ids.filter((id) => !known.has(id));
    if (missing.length === 0) return known;
    if (known.size + missing.length > KEEP_AT_MOST) forgetEnded(known, now);
    const rows = await tx.query<{ id: number; courier_id: string; zone_id: string; starts_at: Date; ends_at: Date }>(
      READ,
      [missing],
    );
    for (const row of rows) {
      known.set(row.id, {
        courierId: row.courier_id,
        zoneId: row.zone_id,
        startsAtMs: row.starts_at.getTime(),
        endsAtMs: row.ends_at.getTime(),
      });
    }
    return known;
  }
}

function forgetEnded(known: Map<number, ShiftTime>, now: Date): void {
  for (const [id, time] of known) if (time.endsAtMs <= now.getTime()) known.delete(id);
}
