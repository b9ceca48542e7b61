import type { Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Merchant } from '../domain/merchant';
import { MerchantRepository, type MerchantFilter } from '../persistence/merchant.repository';
import { merchantNotFound } from './change-merchant';

/** Operators see all merchants; a merchant sees itself, and for it the others do not exist. */
@Injectable()
export class ReadMerchants {
  constructor(@Inject(MerchantRepository) private readonly merchants: MerchantRepository) {}

  async one(ctx: Context, id: string): Promise<Merchant> {
    const visible = ctx.merchantId === undefined || ctx.merchantId === id;
    const merchant = visible ? await this.merchants.find(ctx, id) : null;
    if (merchant === null) throw merchantNotFound(id);
    return merchant;
  }

  /** Newest first. */
  async page(ctx: Context, filter: MerchantFilter, take: number): Promise<Merchant[]> {
    return this.merchants.list(ctx, { ...filter, onlyId: ctx.merchantId }, take);
  }
}
