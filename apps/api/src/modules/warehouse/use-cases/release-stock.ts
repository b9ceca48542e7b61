import type { Tx } from '#lib/database';
import type { Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { sumByRow } from '../domain/sum-lines';
import { BackorderRepository } from '../persistence/backorder.repository';
import { ReservationRepository } from '../persistence/reservation.repository';
import { StockRepository } from '../persistence/stock.repository';
import { ResumeWaiting } from './resume-waiting';

/** Gives back what orders that end had reserved, exactly once: only the call that closes a reservation returns it. */
@Injectable()
export class ReleaseStock {
  constructor(
    @Inject(ReservationRepository) private readonly reservations: ReservationRepository,
    @Inject(StockRepository) private readonly stock: StockRepository,
    @Inject(BackorderRepository) private readonly backorders: BackorderRepository,
    @Inject(ResumeWaiting) private readonly resumeWaiting: ResumeWaiting,
  ) {}

  async execute(_ctx: Context, tx: Tx, orderIds: readonly string[]): Promise<void> {
    if (orderIds.length === 0) return;
    const released = await this.reservations.close(tx, orderIds, 'released');
    const rows = sumByRow(released);
    await this.stock.lock(tx, rows);
    this.stock.reserve(
      tx,
      rows.map((row) => ({ ...row, quantity: -row.quantity })),
    );
    const neverServed = await this.backorders.forget(tx, orderIds);
    await this.resumeWaiting.afterBringing(tx, rows);
    await this.resumeWaiting.passOn(tx, neverServed);
  }
}
