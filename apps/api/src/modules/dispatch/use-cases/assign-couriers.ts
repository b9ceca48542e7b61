import type { Tx } from '#lib/database';
import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { chooseBatch, type CourierRequest, type Decision } from '../domain/choose-batch';
import type { Candidate } from '../domain/choose-courier';
import { explain, explainNone } from '../domain/explanation';
import { needToDetail } from '../domain/parcel-need';
import { AssignmentRepository } from '../persistence/assignment.repository';
import { PositionRepository } from '../persistence/position.repository';
import { ShiftRepository, type ShiftDelta } from '../persistence/shift.repository';
import { lockZonesToAssign } from '../persistence/zone-lock';
import { ZoneDirectory } from '../zone-directory';

export type CourierOutcome =
  | { readonly orderId: string; readonly outcome: 'assigned'; readonly courierId: string; readonly shiftId: number }
  | {
      readonly orderId: string;
      readonly outcome: 'no_courier';
      readonly zoneId: string;
      /** Kept with the parked order: tells a person why, and whoever brings room whether it is of use to it. */
      readonly detail: Readonly<Record<string, unknown>>;
    };

/** Gives each order of a batch its courier: the zones are locked, read once, decided in memory and written once. */
@Injectable()
export class AssignCouriers {
  constructor(
    @Inject(ShiftRepository) private readonly shifts: ShiftRepository,
    @Inject(AssignmentRepository) private readonly assignments: AssignmentRepository,
    @Inject(PositionRepository) private readonly positions: PositionRepository,
    @Inject(ZoneDirectory) private readonly zones: ZoneDirectory,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(_ctx: Context, tx: Tx, requests: readonly CourierRequest[]): Promise<CourierOutcome[]> {
    if (requests.length === 0) return [];
    const zoneIds = [...new Set(requests.map((request) => request.zoneId))];
    const now = this.clock.now();
    lockZonesToAssign(tx, zoneIds);
    // Asked in one go; each is answered after the one before it, so that all of them see what the locks protect.
    const [outcomes, shifts, positions] = await Promise.all([
      this.alreadyAssigned(tx, requests),
      this.shifts.readOpen(tx, zoneIds, now),
      this.positions.readRecent(tx, now),
    ]);
    const open = requests.filter((request) => !outcomes.has(request.orderId));
    const world = { shifts, positions, zoneCentres: this.zones.centres(zoneIds) };
    const decisions = chooseBatch(open, world, now.getTime());
    this.save(tx, decisions);
    for (const decision of decisions) outcomes.set(decision.request.orderId, outcomeOf(decision));
    return requests.map((request) => required(outcomes, request.orderId));
  }

  private async alreadyAssigned(tx: Tx, requests: readonly CourierRequest[]): Promise<Map<string, CourierOutcome>> {
    const found = await this.assignments.find(
      tx,
      requests.map((request) => request.orderId),
    );
    return new Map(
      found.map(({ orderId, courierId, shiftId }) => [
        orderId,
        { orderId, outcome: 'assigned' as const, courierId, shiftId },
      ]),
    );
  }

  private save(tx: Tx, decisions: readonly Decision[]): void {
    const chosen = decisions.flatMap(({ request, choice }) => (choice.kind === 'chosen' ? [{ request, choice }] : []));
    if (chosen.length === 0) return;
    this.shifts.take(tx, deltasOf(chosen.map(({ request, choice }) => ({ request, best: choice.best }))));
    const assignments = chosen.map(({ request, choice }) => ({
      orderId: request.orderId,
      shiftId: choice.best.shift.id,
      weightG: request.weightG,
      explanation: explain(choice),
    }));
    this.assignments.insert(tx, assignments, this.clock.now());
  }
}

function deltasOf(chosen: readonly { request: CourierRequest; best: Candidate }[]): ShiftDelta[] {
  const deltas = new Map<number, ShiftDelta>();
  for (const { request, best } of chosen) {
    const known = deltas.get(best.shift.id);
    const parcels = (known?.parcels ?? 0) + 1;
    deltas.set(best.shift.id, { shiftId: best.shift.id, parcels, grams: (known?.grams ?? 0) + request.weightG });
  }
  return [...deltas.values()];
}

function outcomeOf({ request, choice }: Decision): CourierOutcome {
  const { orderId, zoneId } = request;
  if (choice.kind === 'chosen') {
    const { courierId, id } = choice.best.shift;
    return { orderId, outcome: 'assigned', courierId, shiftId: id };
  }
  const detail = { message: explainNone(choice), rejected: choice.rejected, ...needToDetail(request) };
  return { orderId, outcome: 'no_courier', zoneId, detail };
}

function required(outcomes: ReadonlyMap<string, CourierOutcome>, orderId: string): CourierOutcome {
  const outcome = outcomes.get(orderId);
  if (outcome === undefined) throw new Error(`Order ${orderId} was not decided`);
  return outcome;
}
