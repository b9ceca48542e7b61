import { Ctx, encodeCursor, Endpoint, HttpReply, Input, reply, type InputOf } from '#lib/http';
import { DomainError, type Context } from '#lib/kernel';
import { Controller, Get, Inject } from '@nestjs/common';
import type { Order } from '../domain/order';
import type { ReferencePosition } from '../persistence/reference.repository';
import { FindProblems } from '../use-cases/find-problems';
import { ListOrders, type OrderListQuery } from '../use-cases/list-orders';
import { SearchOrders } from '../use-cases/search-orders';
import { toProblemView } from './order-expansions';
import { listOrderEvents, listOrders } from './order-lists.endpoints';
import { toEventView, toOrderView } from './order.dto';

type ListQuery = InputOf<typeof listOrders>['query'];

@Controller('v1/orders')
export class OrderListsController {
  constructor(
    @Inject(ListOrders) private readonly lists: ListOrders,
    @Inject(SearchOrders) private readonly search: SearchOrders,
    @Inject(FindProblems) private readonly problems: FindProblems,
  ) {}

  @Get()
  @Endpoint(listOrders)
  async list(@Ctx() ctx: Context, @Input() { query }: InputOf<typeof listOrders>): Promise<HttpReply> {
    const { waybill, reference, reference_prefix: prefix } = query;
    if (waybill !== undefined) return pageOf((await this.search.byWaybill(ctx, waybill)).map(toOrderView), undefined);
    if (reference !== undefined || prefix !== undefined) {
      const asked = {
        prefix: reference ?? prefix ?? '',
        isWhole: reference !== undefined,
        merchantId: query.merchant_id,
        after: positionOf(query.cursor),
      };
      const { orders, nextBehind } = await this.search.byReference(ctx, asked, query.limit);
      return pageOf(orders.map(toOrderView), nextBehind && `${nextBehind.merchantId}/${nextBehind.reference}`);
    }
    const page = await this.lists.execute(ctx, toListQuery(query), query.limit);
    return pageOf(await this.views(ctx, page.orders, query), page.nextBehind);
  }

  @Get(':id/events')
  @Endpoint(listOrderEvents)
  async events(@Ctx() ctx: Context, @Input() input: InputOf<typeof listOrderEvents>): Promise<HttpReply> {
    const { limit, cursor } = input.query;
    const events = await this.lists.events(ctx, input.params.id, Number(cursor ?? 0), limit);
    return reply.page(events, limit, (event) => String(event.sequence), toEventView);
  }

  private async views(ctx: Context, orders: readonly Order[], { problem }: ListQuery): Promise<object[]> {
    if (problem === undefined) return orders.map(toOrderView);
    const problems = await this.problems.explain(ctx, orders, problem);
    return orders.map((order) => {
      const found = problems.get(order.id);
      return { ...toOrderView(order), problem: found === undefined ? null : toProblemView(found) };
    });
  }
}

function toListQuery(query: ListQuery): OrderListQuery {
  if (query.cursor?.includes('/') === true) throw foreignCursor();
  return {
    cursor: query.cursor,
    direction: query.sort === 'created_at' ? 'oldest' : 'newest',
    statuses: query.status,
    merchantId: query.merchant_id,
    zoneId: query.zone_id,
    problem: query.problem,
    idleForS: query.idle_for_s,
    createdFrom: toDate(query.created_after ?? query.created_from),
    createdBefore: toDate(query.created_before),
  };
}

/** A page whose next one does not begin behind its last record: an order may be far behind what was looked through. */
function pageOf(data: readonly object[], nextBehind: string | undefined): HttpReply {
  const next = nextBehind === undefined ? undefined : encodeCursor(nextBehind);
  const page_info = { has_next_page: next !== undefined, next_cursor: next ?? null };
  return new HttpReply(200, { data, page_info }, {}, next);
}

function positionOf(cursor: string | undefined): ReferencePosition | undefined {
  if (cursor === undefined) return undefined;
  const slash = cursor.indexOf('/');
  if (slash === -1) throw foreignCursor();
  return { merchantId: cursor.slice(0, slash), reference: cursor.slice(slash + 1) };
}

function foreignCursor(): DomainError {
  return new DomainError('invalid_input', 'request.invalid', 'The request is not valid: see `errors`', {
    errors: [{ pointer: 'cursor', detail: 'must be a next_cursor of this list' }],
  });
}

function toDate(value: string | undefined): Date | undefined {
  return value === undefined ? undefined : new Date(value);
}
