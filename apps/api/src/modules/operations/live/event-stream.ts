import { once } from 'node:events';
import { Readable } from 'node:stream';
import type { FeedPosition } from '#lib/database';
import { formatPosition, isBehind, type EventPosition } from '../domain/event-position';
import { eventMessage, isWanted, message, type EventWish } from '../domain/live-event';
import type { ToldRow } from './told-rows';

/** What may lie here for one reader when the next row comes; one that is further behind is closed, and comes back with the last id that it has read. */
const UNREAD_BYTES = 256 * 1024;
/** It moves the reader's last id too, past the events that it did not want. */
const HEARTBEAT_MS = 15_000;
/** A token ends, and so does what it opened: the reader comes back with a new one. */
const LIFE_MS = 10 * 60_000;
/** What a reader that was ended may take to read what lies here for it. */
const LAST_WORDS_MS = 5_000;
const RETRY = 'retry: 1000\n\n';

/** One reader of the live events: an answer that does not end, and how far it has been told. */
export class EventStream {
  readonly body = new Readable({ read: () => this.body.emit('wanted'), highWaterMark: UNREAD_BYTES });
  private readonly beat = setInterval(
    () => this.write(`: still here\nid: ${formatPosition(this.place)}\n\n`),
    HEARTBEAT_MS,
  );
  private life = setTimeout(() => this.end(), LIFE_MS);
  private ended = false;

  constructor(
    private readonly wish: EventWish,
    private place: EventPosition,
  ) {
    this.body.once('close', () => {
      clearInterval(this.beat);
      clearTimeout(this.life);
    });
    this.write(RETRY);
  }

  /** The row that it has been told of last. */
  get at(): FeedPosition {
    return this.place;
  }

  get isOver(): boolean {
    return this.ended || this.body.destroyed;
  }

  /** Says where it begins, so that a reader to which nothing happened comes back to there. */
  begin(event: 'ready' | 'reset'): void {
    this.write(message(event, {}, formatPosition(this.place)));
  }

  /** Tells what it wants of a row, from where it stands; a row that it was told of is passed over. */
  tell({ xid, id, entries }: ToldRow): void {
    const isSame = xid === this.place.xid && id === this.place.id;
    if (this.isOver || (!isSame && !isBehind({ xid, id }, this.place))) return;
    if (this.body.readableLength > UNREAD_BYTES) this.body.destroy(new Error('The reader is too slow'));
    const from = isSame ? this.place.told : 0;
    entries.forEach((entry, index) => {
      if (index < from) return;
      this.place = { xid, id, told: index + 1 };
      if (isWanted(entry, this.wish)) this.write(eventMessage(entry, formatPosition(this.place)));
    });
    if (entries.length === 0) this.place = { xid, id, told: 0 };
  }

  /** Resolves when the reader has taken most of what there is for it, or is gone. */
  async hasRoom(): Promise<void> {
    while (!this.isOver && this.body.readableLength > UNREAD_BYTES / 2) {
      await Promise.race([once(this.body, 'wanted'), once(this.body, 'close')]);
    }
  }

  /** In good order: the reader has it all and comes back elsewhere. */
  end(): void {
    if (this.isOver) return;
    this.ended = true;
    this.body.push(null);
    clearTimeout(this.life);
    this.life = setTimeout(() => this.body.destroy(), LAST_WORDS_MS);
  }

  private write(text: string): void {
    if (!this.isOver) this.body.push(text);
  }
}
