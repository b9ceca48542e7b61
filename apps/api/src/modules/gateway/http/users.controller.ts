import { Ctx, Endpoint, Input, reply, type HttpReply, type InputOf } from '#lib/http';
import type { Context } from '#lib/kernel';
import { Controller, Get, HttpCode, Inject, Ip, Patch, Post } from '@nestjs/common';
import { addressBucket } from '../domain/rate-limit';
import { ChangeOwnLocale } from '../use-cases/change-own-locale';
import { ChangeOwnPassword } from '../use-cases/change-own-password';
import { ChangeUser } from '../use-cases/change-user';
import { CreateUserOnce } from '../use-cases/create-user-once';
import { ReadUsers } from '../use-cases/read-users';
import { SetPassword } from '../use-cases/set-password';
import { newUserOf, userChangeOf, userView } from './users.dto';
import {
  changeOwnLocale,
  changeOwnPassword,
  changeUser,
  createUser,
  listUsers,
  readUser,
  setPassword,
} from './users.endpoints';

/** An answer with a password in it must not be kept by anybody on the way. */
const NO_STORE = { 'cache-control': 'no-store' };

@Controller('v1/users')
export class UsersController {
  constructor(
    @Inject(CreateUserOnce) private readonly creation: CreateUserOnce,
    @Inject(ReadUsers) private readonly users: ReadUsers,
    @Inject(ChangeUser) private readonly changing: ChangeUser,
    @Inject(SetPassword) private readonly setting: SetPassword,
    @Inject(ChangeOwnPassword) private readonly ownPassword: ChangeOwnPassword,
    @Inject(ChangeOwnLocale) private readonly ownLocale: ChangeOwnLocale,
  ) {}

  @Post()
  @Endpoint(createUser)
  async create(@Ctx() ctx: Context, @Input() input: InputOf<typeof createUser>): Promise<HttpReply> {
    const request = { key: input.idempotencyKey, payload: input.body };
    const outcome = await this.creation.execute(ctx, request, newUserOf(input.body), userView);
    const { result, replayed, password } = outcome;
    const body = replayed ? result.body : { ...(result.body as object), password };
    return reply.stored({ ...result, body }, replayed);
  }

  @Get()
  @Endpoint(listUsers)
  async list(@Ctx() ctx: Context, @Input() { query }: InputOf<typeof listUsers>): Promise<HttpReply> {
    const { role, active, cursor: beforeId, limit } = query;
    const users = await this.users.page(ctx, { role, active, beforeId }, limit + 1);
    return reply.page(users, limit, (user) => user.id, userView);
  }

  @Get(':id')
  @Endpoint(readUser)
  async read(@Ctx() ctx: Context, @Input() { params }: InputOf<typeof readUser>): Promise<HttpReply> {
    const user = await this.users.one(ctx, params.id);
    return reply.ok(userView(user), { version: user.version });
  }

  @Patch(':id')
  @Endpoint(changeUser)
  async change(
    @Ctx() ctx: Context,
    @Input() { params, body, ifMatch }: InputOf<typeof changeUser>,
  ): Promise<HttpReply> {
    const user = await this.changing.execute(ctx, params.id, ifMatch, userChangeOf(body));
    return reply.ok(userView(user), { version: user.version });
  }

  @Post(':id/password')
  @HttpCode(200)
  @Endpoint(setPassword)
  async setPassword(
    @Ctx() ctx: Context,
    @Input() { params, ifMatch }: InputOf<typeof setPassword>,
  ): Promise<HttpReply> {
    const { user, password } = await this.setting.execute(ctx, params.id, ifMatch);
    return reply.ok({ ...userView(user), password }, { version: user.version, headers: NO_STORE });
  }

  @Patch('me')
  @Endpoint(changeOwnLocale)
  async changeOwnLocale(@Ctx() ctx: Context, @Input() { body }: InputOf<typeof changeOwnLocale>): Promise<HttpReply> {
    const user = await this.ownLocale.execute(ctx, body.locale);
    return reply.ok(userView(user), { version: user.version });
  }

  @Post('me/password')
  @HttpCode(204)
  @Endpoint(changeOwnPassword)
  async changeOwnPassword(
    @Ctx() ctx: Context,
    @Input() { body }: InputOf<typeof changeOwnPassword>,
    @Ip() ip: string,
  ): Promise<HttpReply> {
    const { old_password: oldPassword, new_password: newPassword } = body;
    await this.ownPassword.execute(ctx, { oldPassword, newPassword, address: addressBucket(ip) });
    return reply.noContent();
  }
}
