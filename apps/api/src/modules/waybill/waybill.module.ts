import { Module } from '@nestjs/common';
import { NumberLease } from './persistence/number-lease';
import { WaybillRepository } from './persistence/waybill.repository';
import { IssueWaybills } from './use-cases/issue-waybills';
import { RenderLabel } from './use-cases/render-label';
import { WaybillFacade } from './waybill.facade';

/** Needs the global `DatabaseModule` and a `CLOCK`. */
@Module({
  providers: [NumberLease, WaybillRepository, IssueWaybills, RenderLabel, WaybillFacade],
  exports: [WaybillFacade],
})
export class WaybillModule {}
