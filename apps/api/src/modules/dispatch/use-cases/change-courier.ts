import { Database, type Tx } from '#lib/database';
import { requireVersion } from '#lib/http';
import type { Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Vehicle } from '../domain/vehicle';
import type { Courier } from '../persistence/courier.entity';
import { CourierRepository } from '../persistence/courier.repository';
import { ZoneDirectory } from '../zone-directory';
import { courierNotFound } from './courier-refusals';
import { LayOutShifts } from './lay-out-shifts';

/** The fields that an operator may change; absent ones stay. */
export interface CourierChanges {
  readonly zoneId?: string;
  readonly name?: string;
  readonly phone?: string;
  readonly vehicle?: Vehicle;
  readonly capacityParcels?: number;
  readonly capacityG?: number;
  readonly active?: boolean;
}

/** Changes a courier and, where that matters to them, its shifts ahead. Orders already given stay with their shift. */
@Injectable()
export class ChangeCourier {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CourierRepository) private readonly couriers: CourierRepository,
    @Inject(LayOutShifts) private readonly layOutShifts: LayOutShifts,
    @Inject(ZoneDirectory) private readonly zones: ZoneDirectory,
  ) {}

  /** @throws DomainError `dispatch.courier_not_found`, `request.stale`, `dispatch.unknown_zone` */
  async execute(ctx: Context, id: string, version: number, changes: CourierChanges): Promise<Courier> {
    return this.database.transaction(ctx, async (tx) => {
      const courier = await this.couriers.lock(tx, id);
      if (courier === null) throw courierNotFound(id);
      requireVersion(courier.version, version);
      return this.change(ctx, tx, courier, changes);
    });
  }

  private async change(ctx: Context, tx: Tx, courier: Courier, changes: CourierChanges): Promise<Courier> {
    const { zoneId } = changes;
    if (zoneId !== undefined && zoneId !== courier.zoneId) await this.zones.hold(ctx, tx, [zoneId]);
    const { zoneId: zoneBefore, active, capacityParcels, capacityG } = courier;
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    Object.assign(courier, Object.fromEntries(given), { version: courier.version + 1 });
    await this.couriers.save(tx, courier);
    const reachesShifts =
      courier.zoneId !== zoneBefore ||
      courier.active !== active ||
      courier.capacityParcels !== capacityParcels ||
      courier.capacityG !== capacityG;
    if (reachesShifts) await this.layOutShifts.adjust(ctx, tx, [courier.id], [zoneBefore, courier.zoneId]);
    return courier;
  }
}
