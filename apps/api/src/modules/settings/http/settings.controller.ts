import { Ctx, Endpoint, Input, reply, type HttpReply, type InputOf } from '#lib/http';
import type { Context } from '#lib/kernel';
import type { SettingsVersion } from '#lib/settings';
import { Controller, Get, Inject, Patch, Post } from '@nestjs/common';
import { ChangeSettings } from '../use-cases/change-settings';
import { ReadSettings } from '../use-cases/read-settings';
import { RollBackSettings } from '../use-cases/roll-back-settings';
import { settingsBody, settingsVersionBody } from './settings.dto';
import { changeSettings, listSettingsHistory, readSettings, rollBackSettings } from './settings.endpoints';

@Controller('v1/settings')
export class SettingsController {
  constructor(
    @Inject(ReadSettings) private readonly reading: ReadSettings,
    @Inject(ChangeSettings) private readonly changing: ChangeSettings,
    @Inject(RollBackSettings) private readonly rollingBack: RollBackSettings,
  ) {}

  @Get()
  @Endpoint(readSettings)
  async read(@Ctx() ctx: Context): Promise<HttpReply> {
    return answer(await this.reading.current(ctx));
  }

  @Patch()
  @Endpoint(changeSettings)
  async change(@Ctx() ctx: Context, @Input() { body, ifMatch }: InputOf<typeof changeSettings>): Promise<HttpReply> {
    const change = { expectedVersion: ifMatch, patch: body.values, reason: body.reason };
    return answer(await this.changing.execute(ctx, change));
  }

  @Get('history')
  @Endpoint(listSettingsHistory)
  async history(@Ctx() ctx: Context, @Input() { query }: InputOf<typeof listSettingsHistory>): Promise<HttpReply> {
    const before = query.cursor === undefined ? undefined : Number(query.cursor);
    const versions = await this.reading.history(ctx, before, query.limit + 1);
    return reply.page(versions, query.limit, (stored) => String(stored.version), settingsVersionBody);
  }

  @Post('rollback')
  @Endpoint(rollBackSettings)
  async rollBack(
    @Ctx() ctx: Context,
    @Input() { body, ifMatch }: InputOf<typeof rollBackSettings>,
  ): Promise<HttpReply> {
    const rollback = { expectedVersion: ifMatch, toVersion: body.version, reason: body.reason };
    return answer(await this.rollingBack.execute(ctx, rollback));
  }
}

function answer(stored: SettingsVersion): HttpReply {
  return reply.ok(settingsBody(stored), { version: stored.version });
}
