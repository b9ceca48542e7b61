import { type Database, park, statement, type Tx, VersionWatch } from '#lib/database';
import { type Context, uuidv7 } from '#lib/kernel';
import type { CourierRequest } from '../domain/choose-batch';
import type { ScheduleEntry } from '../domain/weekly-schedule';
import { AssignmentRepository } from '../persistence/assignment.repository';
import { CourierRepository } from '../persistence/courier.repository';
import { PositionRepository } from '../persistence/position.repository';
import { ScheduleRepository } from '../persistence/schedule.repository';
import { ShiftPlanRepository } from '../persistence/shift-plan.repository';
import type { Shift } from '../persistence/shift-row';
import { ShiftTimes } from '../persistence/shift-times';
import { ShiftRepository } from '../persistence/shift.repository';
import { AddShift } from '../use-cases/add-shift';
import { AssignCouriers, type CourierOutcome } from '../use-cases/assign-couriers';
import { ChangeCourier } from '../use-cases/change-courier';
import { ChangeSchedule } from '../use-cases/change-schedule';
import { EnrolCouriers } from '../use-cases/enrol-couriers';
import { FindWhereabouts } from '../use-cases/find-whereabouts';
import { LayOutShifts } from '../use-cases/lay-out-shifts';
import { ReadAssignments } from '../use-cases/read-assignments';
import { ReadCouriers } from '../use-cases/read-couriers';
import { ReassignCourier } from '../use-cases/reassign-courier';
import { RecordPosition } from '../use-cases/record-position';
import { ReleaseCouriers } from '../use-cases/release-couriers';
import { WakeZones, zoneKey } from '../use-cases/wake-zones';
import { ZoneDirectory } from '../zone-directory';

const HOUR_MS = 3_600_000;

const TAKE_WORK = statement(
  'dispatch-test.take-work',
  `with taken as (delete from work where stage = 'dispatch' returning order_ids)
   select unnest(order_ids) as id from taken order by 1`,
);

const PARKED = statement('dispatch-test.parked', `select order_id as id from parked where key = $1 order by order_id`);

const USED = statement(
  'dispatch-test.used',
  `select coalesce(sum(used_parcels), 0)::int as parcels, coalesce(sum(used_g), 0)::int as grams,
          (select count(*)::int from assignments a join shifts s on s.id = a.shift_id where s.zone_id = $1) as assignments
     from shifts where zone_id = $1`,
);

/** Dispatch's use cases on a real database at a time of the test's choice, and the stage as the order module runs it. */
export class DispatchWorld {
  /** A Monday. */
  now = new Date('2026-11-23T06:00:00Z');
  private readonly clock = { now: () => this.now };
  private readonly zones = new ZoneDirectory({
    zone: (id) => ({
      id,
      code: id,
      name: id,
      stationId: id,
      country: 'CN',
      lat: 39.9,
      lng: 116.4,
      radiusM: 50_000,
      active: true,
    }),
    holdZones: (_ctx, _tx, ids) => Promise.resolve([...ids]),
  });
  private readonly watch: VersionWatch;
  private readonly times: ShiftTimes;
  readonly couriers: CourierRepository;
  readonly positions = new PositionRepository();
  readonly shifts: ShiftRepository;
  readonly addShift: AddShift;
  readonly assignCouriers: AssignCouriers;
  readonly releaseCouriers: ReleaseCouriers;
  readonly reassignCourier: ReassignCourier;
  readonly layOutShifts: LayOutShifts;
  readonly enrolCouriers: EnrolCouriers;
  readonly changeCourier: ChangeCourier;
  readonly changeSchedule: ChangeSchedule;
  readonly recordPosition: RecordPosition;
  readonly readCouriers: ReadCouriers;
  readonly readAssignments: ReadAssignments;

  constructor(
    readonly database: Database,
    readonly ctx: Context,
    onWatchError: (error: unknown) => void,
  ) {
    const schedules = new ScheduleRepository();
    const plan = new ShiftPlanRepository();
    const assignments = new AssignmentRepository();
    const wake = new WakeZones(this.clock);
    this.watch = new VersionWatch(database, onWatchError);
    this.times = new ShiftTimes(this.watch);
    this.shifts = new ShiftRepository(this.times);
    this.couriers = new CourierRepository(database);
    this.addShift = new AddShift(this.couriers, this.shifts, wake, this.clock);
    this.assignCouriers = new AssignCouriers(this.shifts, assignments, this.positions, this.zones, this.clock);
    this.releaseCouriers = new ReleaseCouriers(assignments, this.shifts, wake);
    const whereabouts = new FindWhereabouts(this.positions, this.zones);
    this.reassignCourier = new ReassignCourier(this.shifts, assignments, this.couriers, whereabouts, wake, this.clock);
    this.layOutShifts = new LayOutShifts(database, plan, wake, this.clock);
    this.enrolCouriers = new EnrolCouriers(this.couriers, schedules, this.layOutShifts, this.zones, this.clock);
    this.changeCourier = new ChangeCourier(database, this.couriers, this.layOutShifts, this.zones);
    this.changeSchedule = new ChangeSchedule(database, this.couriers, schedules, this.layOutShifts);
    this.recordPosition = new RecordPosition(database, this.couriers, this.positions, this.clock);
    this.readCouriers = new ReadCouriers(database, this.couriers, schedules, this.shifts);
    this.readAssignments = new ReadAssignments(database, assignments);
  }

  /** Begins to watch for changes of other processes. */
  async start(): Promise<void> {
    await this.times.onModuleInit();
  }

  /** Sees the changes that other processes have committed. */
  async refresh(): Promise<void> {
    await this.watch.refresh();
  }

  at(hours: number): Date {
    return new Date(this.now.getTime() + hours * HOUR_MS);
  }

  transaction<T>(work: (tx: Tx) => T | Promise<T>): Promise<T> {
    return this.database.transaction(this.ctx, work);
  }

  async courier(zoneId: string, schedule?: readonly ScheduleEntry[]): Promise<string> {
    const newCourier = {
      zoneId,
      name: 'Wang Wei',
      phone: '+8613800138000',
      vehicle: 'van' as const,
      capacityParcels: 10,
      capacityG: 100_000,
      ...(schedule === undefined ? {} : { schedule }),
    };
    const [courier] = await this.transaction((tx) => this.enrolCouriers.execute(this.ctx, tx, [newCourier]));
    return courier?.id ?? '';
  }

  /** A courier with one shift of `parcels` from now on; hours from now. */
  async shift(
    zoneId: string,
    parcels: number,
    changes: { grams?: number; from?: number; to?: number } = {},
  ): Promise<Shift> {
    const courierId = await this.courier(zoneId);
    const startsAt = this.at(changes.from ?? 0);
    const endsAt = this.at(changes.to ?? 8);
    const capacity = { capacityParcels: parcels, capacityG: changes.grams ?? 100_000 };
    return this.transaction((tx) => this.addShift.execute(this.ctx, tx, { courierId, startsAt, endsAt, ...capacity }));
  }

  request(zoneId: string, changes: Partial<CourierRequest> = {}): CourierRequest {
    const place = { zoneId, lat: 39.9, lng: 116.4 };
    return { orderId: uuidv7(), ...place, weightG: 1_000, arrivesAtMs: this.now.getTime(), ...changes };
  }

  /** The dispatch stage: assign, park those without a courier. `beforePark` runs in between, as other work of the stage does. */
  stage(requests: readonly CourierRequest[], beforePark?: () => Promise<unknown>): Promise<CourierOutcome[]> {
    return this.transaction(async (tx) => {
      const outcomes = await this.assignCouriers.execute(this.ctx, tx, requests);
      await beforePark?.();
      park(tx, outcomes.flatMap(parkedOf), this.now);
      return outcomes;
    });
  }

  release(orderIds: readonly string[], beforeCommit?: () => Promise<unknown>): Promise<void> {
    return this.transaction(async (tx) => {
      await this.releaseCouriers.execute(this.ctx, tx, orderIds);
      await beforeCommit?.();
    });
  }

  /** The orders that were made ready for dispatch; a second call sees only newer ones. */
  async takeWork(): Promise<string[]> {
    const rows = await this.database.statements(this.ctx).query<{ id: string }>(TAKE_WORK);
    return rows.map((row) => row.id);
  }

  async parked(zoneId: string): Promise<string[]> {
    const rows = await this.database.statements(this.ctx).query<{ id: string }>(PARKED, [zoneKey(zoneId)]);
    return rows.map((row) => row.id);
  }

  /** What the zone's shifts say is used, and how many assignments there are. */
  async used(zoneId: string): Promise<{ parcels: number; grams: number; assignments: number }> {
    const [row] = await this.database
      .statements(this.ctx)
      .query<{ parcels: number; grams: number; assignments: number }>(USED, [zoneId]);
    return row ?? { parcels: 0, grams: 0, assignments: 0 };
  }
}

function parkedOf(outcome: CourierOutcome) {
  if (outcome.outcome === 'assigned') return [];
  const { orderId, zoneId, detail } = outcome;
  const reason = { stage: 'dispatch' as const, reason: 'capacity' as const, key: zoneKey(zoneId) };
  return [{ orderId, ...reason, detail: { zone_id: zoneId, detail } }];
}
