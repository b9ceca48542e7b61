import type { Tx } from '#lib/database';
import type { Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { sumByRow } from '../domain/sum-lines';
import { ReservationRepository } from '../persistence/reservation.repository';
import { StockRepository } from '../persistence/stock.repository';

/** Takes picked-up orders' units off the shelf, exactly once. What is free stays the same, so nobody is woken. */
@Injectable()
export class ShipStock {
  constructor(
    @Inject(ReservationRepository) private readonly reservations: ReservationRepository,
    @Inject(StockRepository) private readonly stock: StockRepository,
  ) {}

  async execute(_ctx: Context, tx: Tx, orderIds: readonly string[]): Promise<void> {
    if (orderIds.length === 0) return;
    const rows = sumByRow(await this.reservations.close(tx, orderIds, 'shipped'));
    await this.stock.lock(tx, rows);
    this.stock.ship(tx, rows);
  }
}
