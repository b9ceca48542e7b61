import { Ctx, Endpoint, endpoint, type HttpReply, reply } from '#lib/http';
import type { Context } from '#lib/kernel';
import { Controller, Get, Inject } from '@nestjs/common';
import { z } from 'zod';
import { INVARIANTS } from '../domain/invariants';
import { ReadAlerts } from '../use-cases/read-alerts';

const InvariantView = z.object({
  name: z.string(),
  about: z.string(),
  holds: z.boolean().nullable().describe('null before the first look'),
  violations: z.int().describe('1000 means so many or more'),
  examples: z.array(z.string()),
  checked_at: z.iso.datetime().nullable(),
  took_ms: z.int().nullable(),
});

const readInvariants = endpoint({
  tag: 'invariants',
  summary: 'What must hold whatever happens, and whether it does',
  description: 'As found at the last look; how often it is looked is the setting monitoring.invariants_every_s.',
  auth: { roles: ['viewer', 'operator', 'admin'] },
  success: { status: 200, body: z.object({ data: z.array(InvariantView) }) },
});

@Controller('v1/invariants')
export class InvariantsController {
  constructor(@Inject(ReadAlerts) private readonly reading: ReadAlerts) {}

  @Get()
  @Endpoint(readInvariants)
  async read(@Ctx() ctx: Context): Promise<HttpReply> {
    const checks = new Map((await this.reading.invariants(ctx)).map((check) => [check.name, check]));
    const data = INVARIANTS.map(({ name, about }): z.input<typeof InvariantView> => {
      const check = checks.get(name);
      return {
        name,
        about,
        holds: check === undefined ? null : check.violations === 0,
        violations: check?.violations ?? 0,
        examples: [...(check?.examples ?? [])],
        checked_at: check?.checkedAt.toISOString() ?? null,
        took_ms: check?.tookMs ?? null,
      };
    });
    return reply.ok({ data });
  }
}
