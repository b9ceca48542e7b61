import { Controller, Get, Inject } from '@nestjs/common';
import { Endpoint, endpoint, HttpReply } from '#lib/http';
import { z } from 'zod';
import { HealthService, type HealthAnswer } from '../health.service';

const Checks = z.record(z.string(), z.looseObject({ status: z.enum(['up', 'down']) }));
const HealthView = z.object({
  status: z.enum(['ok', 'error', 'shutting_down']),
  info: Checks.optional(),
  error: Checks.optional(),
  details: Checks,
});

const probe = (summary: string) =>
  endpoint({ tag: 'health', summary, auth: 'public', success: { status: 200, body: HealthView }, problems: [503] });

/** The probes on the API's own port; the management port answers the same. */
@Controller('health')
export class HealthController {
  constructor(@Inject(HealthService) private readonly health: HealthService) {}

  @Get('live')
  @Endpoint(probe('Whether the process runs'))
  async live(): Promise<HttpReply> {
    return toReply(await this.health.live());
  }

  @Get('ready')
  @Endpoint(probe('Whether requests may be sent here'))
  async ready(): Promise<HttpReply> {
    return toReply(await this.health.ready());
  }

  @Get('startup')
  @Endpoint(probe('Whether the process has come up'))
  async startup(): Promise<HttpReply> {
    return toReply(await this.health.startup());
  }
}

function toReply({ status, body }: HealthAnswer): HttpReply {
  return new HttpReply(status, body, { 'cache-control': 'no-store' });
}
