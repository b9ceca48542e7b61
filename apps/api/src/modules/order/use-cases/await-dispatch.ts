import { setTimeout as pause } from 'node:timers/promises';
import type { Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Order } from '../domain/order';
import type { OrderStatus } from '../domain/order-state';
import { GetOrder } from './get-order';

const POLL_MS = 50;

/** What an order passes through by itself on its way to `dispatched`; elsewhere waiting longer brings nothing. */
const ON_ITS_WAY: ReadonlySet<OrderStatus> = new Set(['received', 'paid', 'allocated', 'waybill_created']);

/** `Prefer: wait=n` (RFC 7240): the order as soon as it is dispatched or has come to rest, or as it is after `waitS`. */
@Injectable()
export class AwaitDispatch {
  constructor(@Inject(GetOrder) private readonly getOrder: GetOrder) {}

  async execute(ctx: Context, placed: Order, waitS: number): Promise<Order> {
    const untilMs = performance.now() + waitS * 1000;
    let order = placed;
    while (ON_ITS_WAY.has(order.status) && performance.now() < untilMs) {
      await pause(POLL_MS);
      order = await this.getOrder.execute(ctx, placed.id);
    }
    return order;
  }
}
