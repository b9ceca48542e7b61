import { Ctx, endpoint, Endpoint, Input, reply, type HttpReply, type InputOf } from '#lib/http';
import { DomainError, type Context } from '#lib/kernel';
import { Controller, Get, Inject, Ip, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { addressBucket } from '../domain/rate-limit';
import { KeyRing } from '../tokens/key-ring';
import { IssueToken } from '../use-cases/issue-token';

/** Members that we don't know are ignored, as RFC 6749 (section 3.2) demands. */
const tokenForm = z.object({
  grant_type: z.string().max(100).optional().describe('client_credentials'),
  client_id: z.string().max(200).optional(),
  client_secret: z.string().max(200).optional(),
  scope: z.string().max(500).optional().describe('Some of the client’s scopes, with spaces between; all unless said'),
});

const issueToken = endpoint({
  tag: 'tokens',
  summary: 'Get an access token',
  description:
    'The client credentials grant of OAuth 2.0 (RFC 6749, section 4.4). The client shows its id and secret with ' +
    'HTTP Basic or in the body. Problems carry the `error` member that OAuth clients look for.',
  auth: 'public',
  headers: z.object({ authorization: z.string().max(1_000).optional() }),
  body: tokenForm,
  bodyFormats: ['form', 'json'],
  bodyLimitBytes: 8_192,
  success: {
    status: 200,
    body: z.object({
      access_token: z.string(),
      token_type: z.literal('Bearer'),
      expires_in: z.int().describe('Seconds'),
      scope: z.string(),
    }),
  },
  problems: [401, 429],
  example: { grant_type: 'client_credentials', client_id: 'demo-merchant', client_secret: 'lhs_…' },
});

const readJwks = endpoint({
  tag: 'tokens',
  summary: 'The public keys that access tokens are signed with',
  auth: 'public',
  success: { status: 200, body: z.object({ keys: z.array(z.record(z.string(), z.unknown())) }) },
  problems: [429],
});

/** Clients may keep the keys this long; a key is published long before its last token expires. */
const JWKS_MAX_AGE_S = 60;

@Controller()
export class TokenController {
  constructor(
    @Inject(IssueToken) private readonly issuing: IssueToken,
    @Inject(KeyRing) private readonly keys: KeyRing,
  ) {}

  @Post('oauth/token')
  @Endpoint(issueToken)
  async issue(
    @Ctx() ctx: Context,
    @Input() { body, headers }: InputOf<typeof issueToken>,
    @Ip() ip: string,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<HttpReply> {
    response.header('cache-control', 'no-store');
    const request = { authorization: headers.authorization, form: body, address: addressBucket(ip) };
    const token = await this.issuing.execute(ctx, request).catch((error: unknown) => {
      if (isUnauthenticated(error)) response.header('www-authenticate', 'Basic realm="linehaul"');
      throw error;
    });
    return reply.ok({
      access_token: token.accessToken,
      token_type: 'Bearer',
      expires_in: token.expiresInS,
      scope: token.scopes.join(' '),
    });
  }

  @Get('.well-known/jwks.json')
  @Endpoint(readJwks)
  jwks(): HttpReply {
    return reply.ok(this.keys.jwks, { headers: { 'cache-control': `public, max-age=${JWKS_MAX_AGE_S}` } });
  }
}

function isUnauthenticated(error: unknown): boolean {
  return error instanceof DomainError && error.kind === 'unauthenticated';
}
