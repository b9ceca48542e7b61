import { Settings } from '#lib/settings';
import { Inject, Injectable } from '@nestjs/common';
import { addressBucket, limitOf, type RateLimit } from '../domain/rate-limit';
import { GATEWAY_OPTIONS, type GatewayOptions } from '../gateway.options';
import { ClientDirectory } from './client-directory';
import { MerchantDirectory } from './merchant-directory';

/** Which limit is in force for whom, from what is in memory. */
@Injectable()
export class RateLimits {
  constructor(
    @Inject(ClientDirectory) private readonly clients: ClientDirectory,
    @Inject(MerchantDirectory) private readonly merchants: MerchantDirectory,
    @Inject(GATEWAY_OPTIONS) private readonly options: GatewayOptions,
    @Inject(Settings) private readonly settings: Settings,
  ) {}

  ofClient(id: string): RateLimit {
    const client = this.clients.get(id) ?? { id, status: 'active', merchantId: null, rate: undefined };
    const merchant = client.merchantId === null ? undefined : this.merchants.get(client.merchantId);
    return limitOf(client, merchant, this.settings.current().gateway);
  }

  ofAddress(address: string): RateLimit {
    return { bucket: `address:${addressBucket(address)}`, policy: this.options.publicRate };
  }
}
