import { recordChanges } from '#lib/audit';
import { Database, type Tx } from '#lib/database';
import { CLOCK, uuidv7, type Clock, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Delivery, NewMessage } from '../domain/message';
import { PING } from '../domain/event-type';
import { pingBody } from '../domain/message-body';
import { WakeUp } from '../jobs/wake-up';
import { lockEndpoint } from '../persistence/endpoint.repository';
import { findDelivery, replayFailed, replayOne, writeMessages } from '../persistence/message.repository';
import { deliveryNotFound, endpointDisabled, endpointNotFound } from './endpoint-refusals';

/** Messages that one request makes wait again. */
export const REPLAY_LIMIT = 1000;

/** Has messages sent because somebody asks for it: those that failed, any one again, or a ping. */
@Injectable()
export class ReplayDeliveries {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(WakeUp) private readonly wakeUp: WakeUp,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Under its own id, as at the first time. @throws DomainError `notification.delivery_not_found` */
  one(ctx: Context, endpointId: string, id: string): Promise<Delivery> {
    return this.database.transaction(ctx, async (tx) => {
      await this.requireActive(ctx, tx, endpointId);
      if (!(await replayOne(tx, endpointId, id, this.clock.now()))) throw deliveryNotFound(id);
      recordChanges(tx, [{ ctx, resource: 'webhook_message', id, before: null, after: { replayed: true } }]);
      return this.written(tx, endpointId, id);
    });
  }

  /** Up to `REPLAY_LIMIT` of those that have failed and were written from `since` on, the oldest first. */
  failedSince(ctx: Context, endpointId: string, since: Date): Promise<{ replayed: number; hasMore: boolean }> {
    return this.database.transaction(ctx, async (tx) => {
      await this.requireActive(ctx, tx, endpointId);
      const ids = await replayFailed(tx, endpointId, firstIdOf(since), REPLAY_LIMIT, this.clock.now());
      const after = { replayed: ids.length };
      recordChanges(tx, [{ ctx, resource: 'webhook_endpoint', id: endpointId, before: null, after }]);
      tx.afterCommit(() => this.wakeUp.messagesWritten());
      return { replayed: ids.length, hasMore: ids.length === REPLAY_LIMIT };
    });
  }

  /** A message that only asks whether anybody is there. In the caller's transaction. */
  async ping(ctx: Context, tx: Tx, endpointId: string): Promise<Delivery> {
    await this.requireActive(ctx, tx, endpointId);
    const now = this.clock.now();
    const id = uuidv7(now.getTime());
    const message: NewMessage = {
      id,
      endpointId,
      streamId: id,
      sequence: 1,
      type: PING,
      body: pingBody(endpointId, now),
    };
    writeMessages(tx, [message], now);
    recordChanges(tx, [{ ctx, resource: 'webhook_message', id, before: null, after: { type: PING } }]);
    return this.written(tx, endpointId, id);
  }

  private async written(tx: Tx, endpointId: string, id: string): Promise<Delivery> {
    const delivery = await findDelivery(tx, endpointId, id);
    if (delivery === undefined) throw new Error(`The message ${id} was not written`);
    tx.afterCommit(() => this.wakeUp.messagesWritten());
    return delivery;
  }

  /** Locks the endpoint, so that no one removes it meanwhile. */
  private async requireActive(ctx: Context, tx: Tx, endpointId: string): Promise<void> {
    const endpoint = await lockEndpoint(tx, endpointId, ctx.merchantId);
    if (endpoint === undefined) throw endpointNotFound(endpointId);
    if (endpoint.status !== 'active') throw endpointDisabled(endpointId);
  }
}

/** The smallest UUIDv7 of an instant. */
function firstIdOf(time: Date): string {
  const hex = Math.max(0, time.getTime()).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
