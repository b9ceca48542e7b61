import type { Tx } from '#lib/database';
import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Demand, Reserved } from '../domain/allocate';
import type { Line } from '../domain/free-stock';
import { sumByRow, sumLines } from '../domain/sum-lines';
import { BackorderRepository } from '../persistence/backorder.repository';
import { type Reservation, ReservationRepository } from '../persistence/reservation.repository';
import { StockRepository } from '../persistence/stock.repository';
import { AllocateStock, type AllocatedBatch } from './allocate-stock';
import { ResumeWaiting } from './resume-waiting';

export interface ReserveRequest {
  readonly orderId: string;
  readonly lines: readonly Line[];
  /** The warehouses that can serve the order, nearest first. */
  readonly warehouseIds: readonly string[];
}

export type ReserveOutcome =
  | { readonly orderId: string; readonly outcome: 'reserved'; readonly warehouseId: string }
  | { readonly orderId: string; readonly outcome: 'backordered'; readonly sku: string };

/** Reserves a batch of orders in the caller's transaction, which holds the orders' locks. */
@Injectable()
export class ReserveStock {
  constructor(
    @Inject(AllocateStock) private readonly allocateStock: AllocateStock,
    @Inject(StockRepository) private readonly stock: StockRepository,
    @Inject(ReservationRepository) private readonly reservations: ReservationRepository,
    @Inject(BackorderRepository) private readonly backorders: BackorderRepository,
    @Inject(ResumeWaiting) private readonly resumeWaiting: ResumeWaiting,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Outcomes come in the order of the requests. An order that holds a reservation keeps it. */
  async execute(_ctx: Context, tx: Tx, requests: readonly ReserveRequest[]): Promise<ReserveOutcome[]> {
    if (requests.length === 0) return [];
    const ids = requests.map(({ orderId }) => orderId);
    const { held, waiting } = await this.reservations.known(tx, ids);
    const orders = requests.filter(({ orderId }) => !held.has(orderId)).map(toDemand);
    orders.sort((a, b) => (a.orderId < b.orderId ? -1 : 1));
    const batch = await this.allocateStock.execute(tx, orders);
    await this.write(tx, batch, waiting);
    return outcomesOf(requests, held, batch);
  }

  private async write(tx: Tx, { reserved, short }: AllocatedBatch, waiting: ReadonlySet<string>): Promise<void> {
    const reservations = reserved.map(toReservation);
    this.stock.reserve(tx, sumByRow(reservations));
    this.reservations.insert(tx, reservations);
    const served = reservations.map(({ orderId }) => orderId).filter((orderId) => waiting.has(orderId));
    await this.backorders.forget(tx, served);
    const refused = short.map(({ order }) => order);
    await this.backorders.note(tx, refused, this.clock.now());
    // These were woken for stock of which they used none, or that of another warehouse: it goes on to those behind them.
    const woken = [...reservations, ...refused].filter(({ orderId }) => waiting.has(orderId));
    await this.resumeWaiting.passOn(
      tx,
      woken.map(({ orderId, lines }) => ({ orderId, skus: lines.map(({ sku }) => sku) })),
    );
  }
}

function toDemand({ orderId, lines, warehouseIds }: ReserveRequest): Demand {
  return { orderId, lines: sumLines(lines), warehouseIds };
}

function toReservation({ order, warehouseId }: Reserved): Reservation {
  return { orderId: order.orderId, warehouseId, lines: order.lines };
}

function outcomesOf(
  requests: readonly ReserveRequest[],
  held: ReadonlyMap<string, string>,
  { reserved, short }: AllocatedBatch,
): ReserveOutcome[] {
  const warehouses = new Map(held);
  for (const { order, warehouseId } of reserved) warehouses.set(order.orderId, warehouseId);
  const missing = new Map(short.map(({ order, sku }) => [order.orderId, sku]));
  return requests.map(({ orderId }) => {
    const warehouseId = warehouses.get(orderId);
    if (warehouseId !== undefined) return { orderId, outcome: 'reserved', warehouseId };
    return { orderId, outcome: 'backordered', sku: missing.get(orderId) ?? '' };
  });
}
