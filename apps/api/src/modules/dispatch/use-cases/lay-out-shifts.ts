import { bumpVersion, Database, type Tx } from '#lib/database';
import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { ShiftPlanRepository } from '../persistence/shift-plan.repository';
import { lockLayOut, lockZonesToSupply, tryLockLayOut } from '../persistence/zone-lock';
import { WakeZones } from './wake-zones';

const HOUR_MS = 3_600_000;

/** How far ahead schedules become shifts: an order's line haul and a day's choice fit in. */
const HORIZON_MS = 72 * HOUR_MS;

/** Empty shifts are kept this long after their end for whoever asks what was. */
const KEEP_MS = 7 * 24 * HOUR_MS;
const PRUNE_AT_ONCE = 5_000;

/** Turns weekly schedules into shifts that orders can be given to. */
@Injectable()
export class LayOutShifts {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ShiftPlanRepository) private readonly plan: ShiftPlanRepository,
    @Inject(WakeZones) private readonly wakeZones: WakeZones,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * All couriers, periodically: adds the shifts that came within the horizon, then offers every zone's room to those
   * that wait there. While another process does it, there is nothing to do. Returns the number of new shifts.
   */
  async execute(ctx: Context): Promise<number> {
    const added = await this.database.transaction(ctx, async (tx) => {
      if (!(await tryLockLayOut(tx))) return undefined;
      const now = this.clock.now();
      await this.plan.prune(tx, new Date(now.getTime() - KEEP_MS), PRUNE_AT_ONCE);
      return this.plan.addMissing(tx, now, horizonOf(now), null);
    });
    if (added === undefined) return 0;
    for (const zoneId of await this.plan.zones(this.database.statements(ctx))) await this.offerZone(ctx, zoneId);
    return added;
  }

  /** Some couriers, after a change of theirs and in its transaction: their shifts ahead agree with it when it commits. */
  async adjust(_ctx: Context, tx: Tx, courierIds: readonly string[], zoneIds: readonly string[]): Promise<void> {
    const now = this.clock.now();
    await lockLayOut(tx);
    const before = await this.plan.zonesOfShifts(tx, courierIds, now);
    await lockZonesToSupply(tx, [...before, ...zoneIds]);
    await this.plan.adjust(tx, now, horizonOf(now), courierIds);
    await this.wakeZones.execute(tx, await this.plan.roomOfCouriers(tx, courierIds, now));
    await bumpVersion(tx, 'couriers');
  }

  private async offerZone(ctx: Context, zoneId: string): Promise<void> {
    await this.database.transaction(ctx, async (tx) => {
      await lockZonesToSupply(tx, [zoneId]);
      await this.wakeZones.execute(tx, await this.plan.roomOfZone(tx, zoneId, this.clock.now()));
    });
  }
}

function horizonOf(now: Date): Date {
  return new Date(now.getTime() + HORIZON_MS);
}
