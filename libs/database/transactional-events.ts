import type { Context } from '#lib/kernel';
import type { Tx } from './tx';

/** A fact of one module that others must take part in atomically. The class is the topic. */
export abstract class TransactionalEvent {
  /** Makes each event class distinct to the compiler. */
  abstract readonly type: string;
}

type EventClass<Event extends TransactionalEvent> = abstract new (...args: never[]) => Event;
type Handler<Event extends TransactionalEvent> = (ctx: Context, tx: Tx, event: Event) => Promise<void>;

/**
 * Delivers an event to its handlers one after another inside the publisher's transaction. A handler that throws rolls
 * the whole change back: an event published before its commit would announce what may never happen, one published
 * after it could be lost. Anything slow belongs into a work row instead.
 */
export class TransactionalEvents {
  private readonly handlers = new Map<EventClass<TransactionalEvent>, Handler<TransactionalEvent>[]>();

  on<Event extends TransactionalEvent>(event: EventClass<Event>, handler: Handler<Event>): void {
    const known = this.handlers.get(event) ?? [];
    this.handlers.set(event, [...known, handler as unknown as Handler<TransactionalEvent>]);
  }

  async publish(ctx: Context, tx: Tx, event: TransactionalEvent): Promise<void> {
    for (const handler of this.handlers.get(event.constructor as EventClass<TransactionalEvent>) ?? []) {
      await handler(ctx, tx, event);
    }
  }
}
