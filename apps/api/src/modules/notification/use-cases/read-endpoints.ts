import { Database } from '#lib/database';
import type { Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Endpoint } from '../domain/endpoint';
import type { Delivery, MessageState } from '../domain/message';
import { findEndpoint, listEndpoints } from '../persistence/endpoint.repository';
import { listDeliveries } from '../persistence/message.repository';
import { endpointNotFound } from './endpoint-refusals';

/** Endpoints and what was sent to them; a merchant sees its own alone. */
@Injectable()
export class ReadEndpoints {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** @throws DomainError `notification.endpoint_not_found` */
  async one(ctx: Context, id: string): Promise<Endpoint> {
    const endpoint = await findEndpoint(this.database.statements(ctx), id, ctx.merchantId);
    if (endpoint === undefined) throw endpointNotFound(id);
    return endpoint;
  }

  /** Newest first. */
  page(
    ctx: Context,
    filter: { readonly merchantId?: string | undefined; readonly beforeId?: string | undefined },
    limit: number,
  ): Promise<Endpoint[]> {
    const own = { ...filter, merchantId: ctx.merchantId ?? filter.merchantId };
    return listEndpoints(this.database.statements(ctx), own, limit);
  }

  /** The log of an endpoint, newest first. @throws DomainError `notification.endpoint_not_found` */
  async deliveries(
    ctx: Context,
    id: string,
    filter: { readonly beforeId?: string | undefined; readonly state?: MessageState | undefined },
    limit: number,
  ): Promise<Delivery[]> {
    await this.one(ctx, id);
    return listDeliveries(this.database.statements(ctx), id, filter, limit);
  }
}
