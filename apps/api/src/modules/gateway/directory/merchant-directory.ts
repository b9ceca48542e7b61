import { VersionWatch } from '#lib/database';
import { systemContext } from '#lib/kernel';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { MerchantSnapshot } from '../domain/merchant';
import { MerchantRepository } from '../persistence/merchant.repository';

const CTX = systemContext('merchant-directory');

/** All merchants in memory, at most one poll of `VersionWatch` behind. A change reads the changed rows only. */
@Injectable()
export class MerchantDirectory implements OnModuleInit {
  private readonly merchants = new Map<string, MerchantSnapshot>();
  private revision = -1;

  constructor(
    @Inject(VersionWatch) private readonly watch: VersionWatch,
    @Inject(MerchantRepository) private readonly repository: MerchantRepository,
  ) {}

  onModuleInit(): Promise<void> {
    return this.watch.subscribe('merchants', (version) => this.read(version));
  }

  get(id: string): MerchantSnapshot | undefined {
    return this.merchants.get(id);
  }

  /** Rows committed after `version` was read may be among them already; they are read once more, which changes nothing. */
  private async read(version: number): Promise<void> {
    for (const merchant of await this.repository.changedSince(CTX, this.revision)) {
      this.merchants.set(merchant.id, merchant);
    }
    this.revision = version;
  }
}
