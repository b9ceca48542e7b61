import { Ctx, Endpoint, HttpReply, Input, reply, type InputOf } from '#lib/http';
import type { Context } from '#lib/kernel';
import { Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { CheckServiceability } from '../use-cases/check-serviceability';
import { checkServiceability } from './order.endpoints';

@Controller('v1/serviceability')
export class ServiceabilityController {
  constructor(@Inject(CheckServiceability) private readonly check: CheckServiceability) {}

  @Post()
  @HttpCode(200)
  @Endpoint(checkServiceability)
  async ask(@Ctx() ctx: Context, @Input() input: InputOf<typeof checkServiceability>): Promise<HttpReply> {
    const answer = await this.check.execute(ctx, { ...input.body.address, lines: input.body.lines });
    if (!answer.serviceable) return reply.ok(answer);
    const { warehouseId, zoneId, etaAt } = answer;
    return reply.ok({ serviceable: true, warehouse_id: warehouseId, zone_id: zoneId, eta: etaAt });
  }
}
