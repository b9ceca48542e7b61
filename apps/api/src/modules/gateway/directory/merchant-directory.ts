import { VersionWatch } from '#lib/database';
import { Inject, Injectable } from '@nestjs/common';
import type { MerchantSnapshot } from '../domain/merchant';
import { MerchantRepository } from '../persistence/merchant.repository';
import { Directory } from './directory';

/** All merchants. */
@Injectable()
export class MerchantDirectory extends Directory<MerchantSnapshot> {
  constructor(@Inject(VersionWatch) watch: VersionWatch, @Inject(MerchantRepository) repository: MerchantRepository) {
    super(watch, { topic: 'merchants', changedSince: (ctx, revision) => repository.changedSince(ctx, revision) });
  }
}
