import { Database, readEventFeed, type FeedRow, type Tx } from '#lib/database';
import { CLOCK, uuidv7, type Clock, type Context } from '#lib/kernel';
import { OrderFacade, type OrderHistoryEntry } from '#module/order';
import { Inject, Injectable } from '@nestjs/common';
import type { NewEmail } from '../domain/email-message';
import { isEmailStatus } from '../domain/email-status';
import type { EmailTemplate } from '../domain/email-template';
import { LOOK_BACK_MS, lookBack, rangesOf } from '../domain/feed-ranges';
import {
  advanceEmailCursor,
  followFeed,
  hasEmailNews,
  leaveFeed,
  lockEmailCursor,
} from '../persistence/email-cursor.repository';
import { writeEmails } from '../persistence/email-message.repository';
import { activeTemplates } from '../persistence/email-template.repository';

/** What one transaction takes of the feed. */
const BATCH = { rows: 64, orders: 512 };

/**
 * Turns events into mails that are to be sent: reads the feed on from a cursor of its own, writes one row for each order and status that its
 * merchant has a template for and whose recipient has an address, and moves the cursor, in one transaction.
 */
@Injectable()
export class TellRecipients {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(OrderFacade) private readonly orders: Pick<OrderFacade, 'merchantsOf' | 'histories' | 'summaries'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Takes one batch; answers how many rows of the feed it held. 0: there is nothing new, or another process is at it. */
  async execute(ctx: Context): Promise<number> {
    if (!(await hasEmailNews(this.database.statements(ctx)))) return 0;
    return this.database.transaction(ctx, async (tx) => {
      const after = await lockEmailCursor(tx);
      if (after === undefined) return 0;
      if (!after.following) {
        followFeed(tx);
        return 0;
      }
      const rows = await readEventFeed(tx, after, BATCH);
      const last = rows.at(-1);
      if (last === undefined) return 0;
      writeEmails(tx, await this.emailsOf(ctx, tx, rows), this.clock.now());
      advanceEmailCursor(tx, last);
      return rows.length;
    });
  }

  /** While mails are off nobody follows the feed. */
  async leave(ctx: Context): Promise<void> {
    await leaveFeed(this.database.statements(ctx));
  }

  private async emailsOf(ctx: Context, tx: Tx, rows: readonly FeedRow[]): Promise<NewEmail[]> {
    const ranges = rangesOf(rows);
    const merchants = await this.orders.merchantsOf(ctx, tx, [...ranges.keys()]);
    const templates = await activeTemplates(tx, [...new Set(merchants.values())]);
    if (templates.length === 0) return [];
    const byPlace = new Map(templates.map((template) => [placeOf(template.merchantId, template.status), template]));
    const owners = new Set(templates.map(({ merchantId }) => merchantId));
    const heard = [...ranges.values()].filter(({ orderId }) => owners.has(merchants.get(orderId) ?? ''));
    const entries = await this.orders.histories(ctx, tx, heard.map(lookBack));
    const now = this.clock.now();
    const emails = entries.flatMap((entry) => {
      const isNews = entry.sequence >= (ranges.get(entry.orderId)?.firstSequence ?? 0);
      const template = byPlace.get(placeOf(entry.merchantId, entry.code));
      return template !== undefined && isToTell(entry, template, isNews, now) ? [emailOf(entry, template, now)] : [];
    });
    const reachable = await this.reachable(ctx, tx, emails);
    return emails.filter(({ orderId }) => reachable.has(orderId));
  }

  private async reachable(ctx: Context, tx: Tx, emails: readonly NewEmail[]): Promise<ReadonlySet<string>> {
    if (emails.length === 0) return new Set();
    const orders = await this.orders.summaries(ctx, tx, [...new Set(emails.map(({ orderId }) => orderId))]);
    return new Set(orders.filter(({ recipient }) => recipient.email !== undefined).map(({ id }) => id));
  }
}

function placeOf(merchantId: string, status: string): string {
  return `${merchantId} ${status}`;
}

/** What happened before the template was active is not told. Of what was read before, only what may have been hidden then. */
function isToTell(
  { code, recordedAt }: OrderHistoryEntry,
  template: EmailTemplate,
  isNews: boolean,
  now: Date,
): boolean {
  if (!isEmailStatus(code) || recordedAt < template.activeSince) return false;
  return isNews || recordedAt.getTime() > now.getTime() - LOOK_BACK_MS;
}

function emailOf(entry: OrderHistoryEntry, { status, merchantId }: EmailTemplate, now: Date): NewEmail {
  const { orderId, sequence, occurredAt } = entry;
  return { id: uuidv7(now.getTime()), merchantId, orderId, status, sequence, occurredAt };
}
