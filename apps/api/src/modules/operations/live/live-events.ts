import { Database, type FeedPosition } from '#lib/database';
import { DomainError, PollLoop, systemContext, type Context } from '#lib/kernel';
import { Log } from '#lib/telemetry';
import { GatewayFacade } from '#module/gateway';
import { OrderFacade } from '#module/order';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { isBehind, type EventPosition } from '../domain/event-position';
import type { EventWish } from '../domain/live-event';
import { feedEnd, isKept } from '../persistence/feed-place.repository';
import { EventStream } from './event-stream';
import { ReaderPlaces } from './reader-places';
import { readTold } from './told-rows';

const POLL_MS = 200;
/** More than a row of the feed ever tells. */
const ALL_OF_IT = 999_999;

/**
 * Tells readers what happens, from the event feed: behind the oldest open transaction, so that nothing is skipped that commits late.
 * Those who are up to date share one look at the feed; one that comes back reads by itself until it is up to date.
 */
@Injectable()
export class LiveEvents implements OnModuleDestroy {
  private readonly ctx = systemContext('live-events');
  private readonly places = new ReaderPlaces();
  private readonly readers = new Set<EventStream>();
  private readonly upToDate = new Set<EventStream>();
  private readonly loop: PollLoop;
  private tail: FeedPosition | undefined;
  private ending = false;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(OrderFacade) private readonly orders: Pick<OrderFacade, 'histories'>,
    @Inject(GatewayFacade) private readonly gateway: Pick<GatewayFacade, 'whileStanding'>,
    @Inject(Log) private readonly log: Log,
  ) {
    this.loop = new PollLoop({
      turn: () => this.turn(),
      pollMs: () => POLL_MS,
      onError: (error) => log.warn('The live events could not be read; tries again', { error }),
    });
  }

  /** How many readers are up to date, and share one look at the feed. */
  get sharing(): number {
    return this.upToDate.size;
  }

  /**
   * Opens a stream from what is known last, or from now. One whose last event is no longer kept begins with `reset`: what happened
   * meanwhile has to be read elsewhere. @throws DomainError `operations.too_many_streams` (429), `operations.too_many_readers`,
   * `operations.draining` (503)
   */
  async open(ctx: Context, wish: Omit<EventWish, 'merchantId'>, last: EventPosition | undefined): Promise<EventStream> {
    if (this.ending) {
      throw new DomainError('overloaded', 'operations.draining', 'This process is about to stop; call again', {
        retryAfterS: 1,
      });
    }
    const leave = this.places.take(ctx.merchantId ?? ctx.actor.id);
    try {
      return await this.begin(ctx, wish, last, leave);
    } catch (error) {
      leave();
      throw error;
    }
  }

  private async begin(
    ctx: Context,
    wish: Omit<EventWish, 'merchantId'>,
    last: EventPosition | undefined,
    leave: () => void,
  ): Promise<EventStream> {
    const db = this.database.statements(ctx);
    const goesOn = last !== undefined && (await isKept(db, last));
    const place = goesOn ? last : { ...this.latest(await feedEnd(db)), told: ALL_OF_IT };
    const stream = new EventStream({ ...wish, merchantId: ctx.merchantId }, place);
    this.readers.add(stream);
    const stopWatching = this.gateway.whileStanding(ctx, () => stream.end());
    stream.body.once('close', () => {
      stopWatching();
      leave();
      this.forget(stream);
    });
    stream.begin(last === undefined || goesOn ? 'ready' : 'reset');
    if (this.ending) stream.end(); // it was told so while the feed was asked
    void this.catchUp(stream, goesOn ? last : undefined).catch((error: unknown) => {
      this.log.warn('A reader of the live events could not be told on', { error });
      stream.body.destroy();
    });
    return stream;
  }

  /** Ends all streams in good order; their readers come back to another process, or to the next one here. */
  end(): Promise<boolean> {
    this.ending = true;
    for (const stream of this.readers) stream.end();
    return Promise.resolve(true);
  }

  async onModuleDestroy(): Promise<void> {
    await this.end();
    await this.loop.stop();
  }

  /** What the others have been told last, where the feed does not reach so far any more: rows go after some days. */
  private latest(end: FeedPosition): FeedPosition {
    return this.tail !== undefined && isBehind(this.tail, end) ? this.tail : end;
  }

  /** From the row that it knows on, that row too: it may have been told a part of it. */
  private async catchUp(stream: EventStream, last: EventPosition | undefined): Promise<void> {
    let after: FeedPosition = last === undefined ? stream.at : { xid: last.xid, id: last.id - 1 };
    while (!stream.isOver) {
      const { rows, isEnd } = await readTold(this.ctx, this.database.statements(this.ctx), this.orders, after);
      for (const row of rows) {
        stream.tell(row);
        await stream.hasRoom();
      }
      after = rows.at(-1) ?? after;
      // What the others have been told and it has not is still to be read; what it knows and they don't is passed over then.
      if (!isEnd || (this.tail !== undefined && isBehind(this.tail, after))) continue;
      this.tail ??= after;
      this.upToDate.add(stream);
      this.loop.wake();
      return;
    }
  }

  private async turn(): Promise<boolean> {
    const { tail } = this;
    if (tail === undefined) return false;
    const { rows, isEnd } = await readTold(this.ctx, this.database.statements(this.ctx), this.orders, tail);
    if (this.upToDate.size === 0) {
      this.tail = undefined; // nobody reads: the next one who does begins anew
      return false;
    }
    this.tail = rows.at(-1) ?? tail;
    for (const row of rows) for (const stream of this.upToDate) stream.tell(row);
    return !isEnd;
  }

  private forget(stream: EventStream): void {
    this.readers.delete(stream);
    this.upToDate.delete(stream);
  }
}
