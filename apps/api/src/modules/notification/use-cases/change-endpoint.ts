import { Database, type Tx } from '#lib/database';
import { requireVersion } from '#lib/http';
import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { parseTarget } from '#lib/outbound';
import { Inject, Injectable } from '@nestjs/common';
import { withNewSecret, type Endpoint } from '../domain/endpoint';
import { WebhookPolicy } from '../outbound-policy';
import { lockEndpoint, removeEndpoint, updateEndpoint } from '../persistence/endpoint.repository';
import { endpointNotFound, unusableUrl } from './endpoint-refusals';
import { newSigningSecret } from './new-signing-secret';

/** What may be changed; absent members stay as they are. */
export type EndpointChange = Partial<Pick<Endpoint, 'url' | 'description' | 'eventTypes' | 'status'>>;

/** Changes and removes endpoints, each decided on the version that the caller has seen. */
@Injectable()
export class ChangeEndpoint {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(WebhookPolicy) private readonly policy: WebhookPolicy,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Enabled again, it is sent what waited meanwhile, at once. @throws DomainError `notification.unusable_url` */
  change(ctx: Context, id: string, version: number, change: EndpointChange): Promise<Endpoint> {
    return this.save(ctx, id, version, (endpoint) => {
      const status = change.status ?? endpoint.status;
      return {
        ...endpoint,
        ...change,
        url: change.url === undefined ? endpoint.url : this.usable(change.url),
        status,
        disabledBecause: status === 'active' ? null : (endpoint.disabledBecause ?? 'request'),
      };
    });
  }

  /** The secret before signs along for 24 hours. */
  rotateSecret(ctx: Context, id: string, version: number): Promise<Endpoint> {
    const secret = newSigningSecret();
    return this.save(ctx, id, version, (endpoint) => withNewSecret(endpoint, secret, this.clock.now()));
  }

  async remove(ctx: Context, id: string, version: number): Promise<void> {
    await this.database.transaction(ctx, async (tx) => {
      await this.lock(ctx, tx, id, version);
      await removeEndpoint(tx, id);
    });
  }

  private save(ctx: Context, id: string, version: number, decide: (endpoint: Endpoint) => Endpoint): Promise<Endpoint> {
    return this.database.transaction(ctx, async (tx) => {
      const changed = { ...decide(await this.lock(ctx, tx, id, version)), version: version + 1 };
      await updateEndpoint(tx, changed);
      return changed;
    });
  }

  private async lock(ctx: Context, tx: Tx, id: string, version: number): Promise<Endpoint> {
    const endpoint = await lockEndpoint(tx, id, ctx.merchantId);
    if (endpoint === undefined) throw endpointNotFound(id);
    requireVersion(endpoint.version, version);
    return endpoint;
  }

  private usable(url: string): string {
    const target = parseTarget(url, this.policy.current());
    if ('fault' in target) throw unusableUrl(target.fault);
    return target.url.href;
  }
}
