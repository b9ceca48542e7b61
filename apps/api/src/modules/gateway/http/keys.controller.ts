import { Ctx, endpoint, Endpoint, Input, reply, type HttpReply, type InputOf } from '#lib/http';
import type { Context } from '#lib/kernel';
import { Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { z } from 'zod';
import { IssueIdempotencyKeys } from '../use-cases/issue-idempotency-keys';
import { RotateSigningKey } from '../use-cases/rotate-signing-key';

const MAX_KEYS = 100;

const issueKeys = endpoint({
  tag: 'idempotency-keys',
  summary: 'Issue single-use idempotency keys',
  description: 'They work for the merchant that asked, within a day. A merchant’s setting can demand such keys.',
  auth: { roles: ['merchant'] },
  body: z.strictObject({ count: z.int().min(1).max(MAX_KEYS).default(1) }),
  success: { status: 200, body: z.object({ keys: z.array(z.string()), expires_at: z.iso.datetime() }) },
  example: { count: 10 },
});

const rotateSigningKey = endpoint({
  tag: 'tokens',
  summary: 'Sign access tokens with a new key',
  description: 'Tokens of the former key stay good until they expire.',
  auth: { roles: ['admin'] },
  success: { status: 200, body: z.object({ kid: z.string(), created_at: z.iso.datetime() }) },
});

@Controller('v1')
export class KeysController {
  constructor(
    @Inject(IssueIdempotencyKeys) private readonly issuing: IssueIdempotencyKeys,
    @Inject(RotateSigningKey) private readonly rotation: RotateSigningKey,
  ) {}

  @Post('idempotency-keys')
  @HttpCode(200)
  @Endpoint(issueKeys)
  issue(@Ctx() ctx: Context, @Input() { body }: InputOf<typeof issueKeys>): HttpReply {
    const { keys, expiresAt } = this.issuing.execute(ctx, body.count);
    return reply.ok({ keys, expires_at: expiresAt.toISOString() }, { headers: { 'cache-control': 'no-store' } });
  }

  @Post('signing-keys/rotate')
  @HttpCode(200)
  @Endpoint(rotateSigningKey)
  async rotate(@Ctx() ctx: Context, @Input() _input: InputOf<typeof rotateSigningKey>): Promise<HttpReply> {
    const { kid, createdAt } = await this.rotation.execute(ctx);
    return reply.ok({ kid, created_at: createdAt.toISOString() });
  }
}
