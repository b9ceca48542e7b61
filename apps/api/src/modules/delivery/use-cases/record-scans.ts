import { Database, type Tx } from '#lib/database';
import { CLOCK, type Clock, type Context, DomainError, uuidv7 } from '#lib/kernel';
import { DispatchFacade } from '#module/dispatch';
import { RoutingFacade } from '#module/routing';
import { WaybillFacade } from '#module/waybill';
import { Inject, Injectable } from '@nestjs/common';
import type { Fact, FactOutcome, Receipt } from '../domain/fact';
import { type Scan, trackingCodeOf } from '../domain/scan';
import { closesTask, opensTask } from '../domain/task';
import { TaskRepository } from '../persistence/task.repository';
import { CLOCK_AHEAD_MS, occurredInFuture, unknownFacility, unknownWaybill } from './delivery-refusals';
import { ReportOnce } from './report-once';

/** What one scan of a batch is answered. */
export type ScanOutcome = DomainError | FactOutcome;

/** Takes in what scanners saw: each scan for itself, all of a batch in one transaction. */
@Injectable()
export class RecordScans {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(WaybillFacade) private readonly waybills: Pick<WaybillFacade, 'resolve'>,
    @Inject(RoutingFacade) private readonly routing: Pick<RoutingFacade, 'facility' | 'findPlans'>,
    @Inject(DispatchFacade) private readonly dispatch: Pick<DispatchFacade, 'assignments'>,
    @Inject(ReportOnce) private readonly reportOnce: ReportOnce,
    @Inject(TaskRepository) private readonly tasks: TaskRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** One outcome per scan, in their order; a fault of one touches no other. */
  async execute(ctx: Context, scans: readonly Scan[]): Promise<ScanOutcome[]> {
    const numbers = scans.map((scan) => scan.waybill);
    const waybills = await this.waybills.resolve(ctx, this.database.statements(ctx), numbers);
    const orderIdOf = new Map(waybills.map(({ number, orderId }) => [number, orderId]));
    const facts = scans.map((scan) => this.factOf(scan, orderIdOf.get(scan.waybill)));
    const sound = facts.filter((fact): fact is Fact => !(fact instanceof DomainError));
    const waybillOf = new Map(waybills.map(({ number, orderId }) => [orderId, number]));
    const outcomes = await this.reportOnce.execute(ctx, sound, async (tx, receipts) => {
      await this.openTasks(ctx, tx, sound, receipts, waybillOf);
      await this.closeTasks(tx, receipts);
    });
    const byFact = new Map(sound.map((fact, index) => [fact, outcomes[index]]));
    return facts.map((fact) => {
      if (fact instanceof DomainError) return fact;
      const outcome = byFact.get(fact);
      if (outcome === undefined) throw new Error(`Scan ${fact.eventId} was not answered`);
      return outcome;
    });
  }

  private factOf(scan: Scan, orderId: string | undefined): Fact | DomainError {
    if (orderId === undefined) return unknownWaybill(scan.waybill);
    if (this.routing.facility(scan.facilityId) === undefined) return unknownFacility(scan.facilityId);
    const latest = this.clock.now().getTime() + CLOCK_AHEAD_MS;
    if (scan.occurredAt.getTime() > latest) return occurredInFuture();
    const { eventId, facilityId, occurredAt, reasonCode } = scan;
    return { eventId, orderId, code: trackingCodeOf(scan.code), facilityId, occurredAt, reasonCode };
  }

  /** A parcel that was seen at the station of its plan appears on the list of its courier. */
  private async openTasks(
    ctx: Context,
    tx: Tx,
    facts: readonly Fact[],
    receipts: readonly Receipt[],
    waybillOf: ReadonlyMap<string, string>,
  ): Promise<void> {
    const seenAt = new Map(facts.map((fact) => [fact.eventId, fact.facilityId]));
    const candidates = receipts.filter((receipt) => opensTask(receipt.code, receipt.orderStatus));
    if (candidates.length === 0) return;
    const orderIds = [...new Set(candidates.map((receipt) => receipt.orderId))];
    const plans = await this.routing.findPlans(ctx, tx, orderIds);
    const stationOf = new Map(plans.map((plan) => [plan.orderId, plan.stationId]));
    const arrived = candidates.filter((one) => seenAt.get(one.eventId) === stationOf.get(one.orderId));
    if (arrived.length === 0) return;
    const arrivedIds = [...new Set(arrived.map((receipt) => receipt.orderId))];
    const assignments = await this.dispatch.assignments(ctx, tx, arrivedIds);
    const now = this.clock.now();
    const tasks = assignments.map(({ orderId, courierId }) => {
      const waybill = waybillOf.get(orderId);
      if (waybill === undefined) throw new Error(`Order ${orderId} was scanned without a waybill number`);
      return { id: uuidv7(now.getTime()), orderId, courierId, waybill };
    });
    await this.tasks.open(tx, tasks, now);
  }

  private async closeTasks(tx: Tx, receipts: readonly Receipt[]): Promise<void> {
    const ended = receipts.filter((one) => one.outcome === 'moved' && closesTask(one.orderStatus));
    await this.tasks.close(
      tx,
      ended.map((receipt) => receipt.orderId),
      this.clock.now(),
    );
  }
}
