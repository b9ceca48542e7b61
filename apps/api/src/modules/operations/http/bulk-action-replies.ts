import { encodeCursor, HttpReply } from '#lib/http';
import { Idempotency } from '#lib/idempotency';
import type { Tx } from '#lib/database';
import type { Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { BulkAction, BulkItem } from '../domain/bulk-action';
import { BulkWorker } from '../jobs/bulk-worker';
import { ReadBulkAction } from '../use-cases/read-bulk-action';
import { StartBulkAction, type BulkWish } from '../use-cases/start-bulk-action';
import { WorkBulkAction } from '../use-cases/work-bulk-action';

/** Up to so many orders are done before the answer. */
export const AT_ONCE_LIMIT = 100;

interface Page {
  readonly after: number;
  readonly status?: 'done' | 'refused' | undefined;
  readonly limit: number;
}

/** One request for a bulk action, by whichever route it came. */
export interface BulkRequest {
  readonly route: string;
  readonly key: string;
  readonly payload: unknown;
  /** What is wanted, found out in the transaction that writes it down. */
  readonly wish: (tx: Tx) => Promise<BulkWish>;
}

/** How bulk actions are answered: done with their results, or under way. */
@Injectable()
export class BulkActionReplies {
  constructor(
    @Inject(StartBulkAction) private readonly startAction: StartBulkAction,
    @Inject(WorkBulkAction) private readonly workAction: WorkBulkAction,
    @Inject(ReadBulkAction) private readonly readAction: ReadBulkAction,
    @Inject(BulkWorker) private readonly worker: BulkWorker,
    @Inject(Idempotency) private readonly idempotency: Idempotency,
  ) {}

  async start(ctx: Context, { wish, ...request }: BulkRequest): Promise<HttpReply> {
    const { result, replayed } = await this.idempotency.run(ctx, request, async (tx) => {
      const wanted = await wish(tx);
      const id = this.startAction.execute(ctx, tx, wanted);
      return { status: 202, location: `/v1/bulk-actions/${id}`, body: { id, total: wanted.orderIds.length } };
    });
    const { id, total } = result.body as { id: string; total: number };
    if (total <= AT_ONCE_LIMIT) await this.workAction.finish(id);
    else this.worker.wake();
    const { action, body } = await this.look(ctx, id, { after: 0, limit: AT_ONCE_LIMIT });
    const headers = { location: `/v1/bulk-actions/${id}`, ...(replayed ? { 'idempotency-replayed': 'true' } : {}) };
    return new HttpReply(action.finishedAt === null ? 202 : 200, body, headers);
  }

  /** How far an action is, with a page of results. */
  async read(ctx: Context, id: string, page: Page): Promise<HttpReply> {
    const { body, next } = await this.look(ctx, id, page);
    return new HttpReply(200, body, {}, next);
  }

  private async look(
    ctx: Context,
    id: string,
    page: Page,
  ): Promise<{ readonly action: BulkAction; readonly body: object; readonly next: string | undefined }> {
    const { action, items } = await this.readAction.execute(ctx, id, page);
    const shown = items.slice(0, page.limit);
    const next = items.length > page.limit ? encodeCursor(String(shown.at(-1)?.position)) : undefined;
    const page_info = { has_next_page: next !== undefined, next_cursor: next ?? null };
    return { action, body: { ...actionView(action), results: { data: shown.map(itemView), page_info } }, next };
  }
}

function actionView(action: BulkAction): object {
  return {
    id: action.id,
    action: action.action,
    reason: action.reason,
    status: action.finishedAt === null ? 'running' : 'finished',
    total: action.total,
    done: action.done,
    refused: action.refused,
    created_at: action.createdAt,
    finished_at: action.finishedAt,
  };
}

function itemView({ orderId, status, problem }: BulkItem): object {
  return { order_id: orderId, status: status ?? 'waiting', ...(problem === null ? {} : { problem }) };
}
