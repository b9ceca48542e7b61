import type { Tx } from '#lib/database';
import type { Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { AssignmentRepository } from '../persistence/assignment.repository';
import { ShiftRepository, type ShiftDelta } from '../persistence/shift.repository';
import { lockZonesToSupply } from '../persistence/zone-lock';
import { WakeZones } from './wake-zones';

/** Gives couriers' slots back, once per assignment, and wakes as many waiting orders as fit into them. */
@Injectable()
export class ReleaseCouriers {
  constructor(
    @Inject(AssignmentRepository) private readonly assignments: AssignmentRepository,
    @Inject(ShiftRepository) private readonly shifts: ShiftRepository,
    @Inject(WakeZones) private readonly wakeZones: WakeZones,
  ) {}

  async execute(_ctx: Context, tx: Tx, orderIds: readonly string[]): Promise<void> {
    if (orderIds.length === 0) return;
    const held = await this.assignments.find(tx, orderIds);
    if (held.length === 0) return;
    await lockZonesToSupply(
      tx,
      held.map((assignment) => assignment.zoneId),
    );
    const ended = await this.assignments.delete(tx, orderIds);
    if (ended.length === 0) return;
    await this.wakeZones.execute(tx, await this.shifts.free(tx, deltasOf(ended)));
  }
}

function deltasOf(ended: readonly { shiftId: number; weightG: number }[]): ShiftDelta[] {
  const deltas = new Map<number, ShiftDelta>();
  for (const { shiftId, weightG } of ended) {
    const known = deltas.get(shiftId);
    deltas.set(shiftId, { shiftId, parcels: (known?.parcels ?? 0) + 1, grams: (known?.grams ?? 0) + weightG });
  }
  return [...deltas.values()];
}
