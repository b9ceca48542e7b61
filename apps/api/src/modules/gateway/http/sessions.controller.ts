import { Ctx, Endpoint, Input, reply, type HttpReply, type InputOf } from '#lib/http';
import { DomainError, type Context } from '#lib/kernel';
import { Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { addressBucket } from '../domain/rate-limit';
import { readSessionCookie, sessionCookie } from '../domain/session-cookie';
import { GATEWAY_OPTIONS, type GatewayOptions } from '../gateway.options';
import { LogIn, type OpenSession } from '../use-cases/log-in';
import { LogOut } from '../use-cases/log-out';
import { ReadUsers } from '../use-cases/read-users';
import { RefreshSession } from '../use-cases/refresh-session';
import { requireConsoleHeader, requireOwnOrigin } from './console-request';
import { currentSession, logIn, logOut, refreshSession } from './sessions.endpoints';
import { userView } from './users.dto';

/** An answer with a token in it must not be kept by anybody on the way. */
const NO_STORE = { 'cache-control': 'no-store' };
const CURRENT = '/v1/sessions/current';

@Controller('v1/sessions')
export class SessionsController {
  constructor(
    @Inject(LogIn) private readonly loggingIn: LogIn,
    @Inject(RefreshSession) private readonly refreshing: RefreshSession,
    @Inject(LogOut) private readonly loggingOut: LogOut,
    @Inject(ReadUsers) private readonly users: ReadUsers,
    @Inject(GATEWAY_OPTIONS) private readonly options: GatewayOptions,
  ) {}

  @Post()
  @Endpoint(logIn)
  async logIn(
    @Ctx() ctx: Context,
    @Input() { body }: InputOf<typeof logIn>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<HttpReply> {
    requireOwnOrigin(request);
    const session = await this.loggingIn.execute(ctx, { ...body, address: addressBucket(request.ip) });
    this.keepCookie(request, response, session.refreshToken);
    return reply.created(CURRENT, this.view(session), { version: session.user.version, headers: NO_STORE });
  }

  @Post('refresh')
  @HttpCode(200)
  @Endpoint(refreshSession)
  async refresh(
    @Ctx() ctx: Context,
    @Input() { headers }: InputOf<typeof refreshSession>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<HttpReply> {
    requireConsoleHeader(headers['x-linehaul-console']);
    requireOwnOrigin(request);
    const session = await this.refreshing.execute(ctx, readSessionCookie(headers.cookie));
    this.keepCookie(request, response, session.refreshToken);
    return reply.ok(this.view(session), { version: session.user.version, headers: NO_STORE });
  }

  @Get('current')
  @Endpoint(currentSession)
  async current(@Ctx() ctx: Context): Promise<HttpReply> {
    requireSession(ctx);
    const user = await this.users.one(ctx, ctx.actor.id);
    return reply.ok(userView(user), { version: user.version });
  }

  @Delete('current')
  @HttpCode(204)
  @Endpoint(logOut)
  async logOut(
    @Ctx() ctx: Context,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<HttpReply> {
    await this.loggingOut.execute(ctx, requireSession(ctx));
    response.header('set-cookie', sessionCookie('', 0, request.protocol === 'https'));
    return reply.noContent();
  }

  private keepCookie(request: FastifyRequest, response: FastifyReply, token: string): void {
    const { idleS } = this.options.console;
    response.header('set-cookie', sessionCookie(token, idleS, request.protocol === 'https'));
  }

  private view({ accessToken, user }: OpenSession): object {
    const { tokenTtlS } = this.options.console;
    return { access_token: accessToken, token_type: 'Bearer', expires_in: tokenTtlS, user: userView(user) };
  }
}

/** The session of the token. */
function requireSession(ctx: Context): string {
  if (ctx.actor.sessionId !== undefined) return ctx.actor.sessionId;
  throw new DomainError('not_found', 'session.not_found', 'This access token belongs to no session of the console');
}
