import type { Queryable, Tx } from '#lib/database';
import type { Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { isWaybillNumber, normalizeWaybillNumber } from './domain/waybill-number';
import type { Label } from './label/label';
import { type Waybill, WaybillRepository } from './persistence/waybill.repository';
import { IssueWaybills } from './use-cases/issue-waybills';
import { RenderLabel } from './use-cases/render-label';

/** Waybills, for the other modules. */
@Injectable()
export class WaybillFacade {
  constructor(
    @Inject(IssueWaybills) private readonly issueWaybills: IssueWaybills,
    @Inject(WaybillRepository) private readonly waybills: WaybillRepository,
    @Inject(RenderLabel) private readonly renderLabel: RenderLabel,
  ) {}

  /** Gives each order its number in the caller's transaction, once; answers in the order of `orderIds`. */
  issue(ctx: Context, tx: Tx, orderIds: readonly string[]): Promise<Waybill[]> {
    return this.issueWaybills.execute(ctx, tx, orderIds);
  }

  /** The waybills of these orders, as far as they have one. */
  find(_ctx: Context, db: Queryable, orderIds: readonly string[]): Promise<Waybill[]> {
    return this.waybills.find(db, orderIds);
  }

  /** The orders behind these numbers, as people type them; wrong numbers are left out, mostly without a query. */
  resolve(_ctx: Context, db: Queryable, numbers: readonly string[]): Promise<Waybill[]> {
    return this.waybills.resolve(db, numbers.map(normalizeWaybillNumber).filter(isWaybillNumber));
  }

  /** The label of one parcel: a PDF page of 100 × 150 mm with Code 128 and QR code. */
  label(ctx: Context, label: Label): Promise<Buffer> {
    return this.renderLabel.execute(ctx, label);
  }
}
