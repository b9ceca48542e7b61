import { keysWaitedFor, listParked, resumeParked, type Tx } from '#lib/database';
import { CLOCK, type Clock } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { chooseWaiting } from '../domain/choose-waiting';
import { needFromDetail } from '../domain/parcel-need';
import { SERVICE_TIME_MS, type OpenShift } from '../domain/shift-fit';
import { openShiftOf, type Shift } from '../persistence/shift-row';
import { lockZonesToWake } from '../persistence/zone-lock';

/** One release frees one slot, and one of the first few mostly fits; only when none does is it worth to read on. */
const FIRST_LOOK = 64;
const LOOK_FACTOR = 8;
const LONGEST_LOOK = 4_096;

/** The key under which orders wait for room in a zone. */
export function zoneKey(zoneId: string): string {
  return `zone:${zoneId}`;
}

/** Hands new room to those that wait for it. The caller's transaction has changed the room and holds its zones' supply locks. */
@Injectable()
export class WakeZones {
  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  /** `room`: the shifts that got room, as they are now. Returns how many orders were made ready again. */
  async execute(tx: Tx, room: readonly Shift[]): Promise<number> {
    const byZone = usable(room, this.clock.now().getTime());
    const waitedFor = await keysWaitedFor(tx, 'capacity', [...byZone.keys()].map(zoneKey));
    const waking = [...byZone].filter(([zoneId]) => waitedFor.has(zoneKey(zoneId)));
    if (waking.length === 0) return 0;
    await lockZonesToWake(
      tx,
      waking.map(([zoneId]) => zoneId),
    );
    let resumed = 0;
    for (const [zoneId, shifts] of waking) resumed += await this.resume(tx, zoneId, shifts);
    return resumed;
  }

  /** Reads the queue further and further until the room is given away, the queue ends, or nobody in a long look fits. */
  private async resume(tx: Tx, zoneId: string, room: readonly OpenShift[]): Promise<number> {
    const now = this.clock.now();
    let left = room;
    let resumed = 0;
    for (let look = FIRST_LOOK; ; look = Math.min(look * LOOK_FACTOR, LONGEST_LOOK)) {
      const parked = await listParked(tx, 'capacity', zoneKey(zoneId), look);
      const waiting = parked.map(({ orderId, detail }) => ({ orderId, need: needFromDetail(detail) }));
      const chosen = chooseWaiting(waiting, left, now.getTime());
      resumed += await resumeParked(tx, 'dispatch', chosen.orderIds);
      left = chosen.left;
      const isDone = left.length === 0 || parked.length < look;
      if (isDone || (look === LONGEST_LOOK && chosen.orderIds.length === 0)) return resumed;
    }
  }
}

function usable(room: readonly Shift[], nowMs: number): Map<string, OpenShift[]> {
  const byZone = new Map<string, OpenShift[]>();
  for (const shift of room) {
    const open = openShiftOf(shift);
    if (shift.closed || open.freeParcels < 1 || open.endsAtMs - nowMs < SERVICE_TIME_MS) continue;
    byZone.set(shift.zoneId, [...(byZone.get(shift.zoneId) ?? []), open]);
  }
  return byZone;
}
