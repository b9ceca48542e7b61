import type { Tx } from '#lib/database';
import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { type CashOrder, TransferRepository } from '../persistence/transfer.repository';

/** Books the cash that couriers collected for orders paid on delivery; a second report of one order changes nothing. */
@Injectable()
export class CaptureOnDelivery {
  constructor(
    @Inject(TransferRepository) private readonly transfers: TransferRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(_ctx: Context, tx: Tx, orders: readonly CashOrder[]): Promise<void> {
    if (orders.length > 0) await this.transfers.collectCash(tx, orders, this.clock.now());
  }
}
