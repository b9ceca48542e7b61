import { type Tx } from '#lib/database';
import { CLOCK, uuidv7, type Clock, type Context } from '#lib/kernel';
import { parseTarget } from '#lib/outbound';
import { GatewayFacade } from '#module/gateway';
import { Inject, Injectable } from '@nestjs/common';
import { ENDPOINTS_PER_MERCHANT, type Endpoint } from '../domain/endpoint';
import { WebhookPolicy } from '../outbound-policy';
import { countLocked, insertEndpoint } from '../persistence/endpoint.repository';
import { tooManyEndpoints, unusableUrl } from './endpoint-refusals';
import { ownerOf } from './owner-of';

export interface NewEndpoint {
  /** Of the staff's requests only; a merchant creates its own. */
  readonly merchantId?: string | undefined;
  readonly url: string;
  readonly description: string;
  readonly eventTypes: readonly string[] | null;
}

/** Registers where a merchant wants to be told. What happened before is not told. */
@Injectable()
export class CreateEndpoint {
  constructor(
    @Inject(GatewayFacade) private readonly gateway: Pick<GatewayFacade, 'merchant'>,
    @Inject(WebhookPolicy) private readonly policy: WebhookPolicy,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `notification.no_merchant`, `notification.unusable_url`, `notification.too_many_endpoints` */
  async execute(ctx: Context, tx: Tx, input: NewEndpoint, secret: string): Promise<Endpoint> {
    const merchantId = ownerOf(ctx, input.merchantId, this.gateway);
    const target = parseTarget(input.url, this.policy.current());
    if ('fault' in target) throw unusableUrl(target.fault);
    if ((await countLocked(tx, merchantId)) >= ENDPOINTS_PER_MERCHANT) throw tooManyEndpoints();
    const createdAt = this.clock.now();
    const endpoint: Endpoint = {
      id: uuidv7(createdAt.getTime()),
      merchantId,
      url: target.url.href,
      description: input.description,
      eventTypes: input.eventTypes,
      status: 'active',
      disabledBecause: null,
      secret,
      previousSecret: null,
      previousUntil: null,
      version: 1,
      createdAt,
    };
    await insertEndpoint(tx, endpoint);
    return endpoint;
  }
}
