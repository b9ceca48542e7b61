import { Ctx, Endpoint, type HttpReply, Input, type InputOf, reply } from '#lib/http';
import { Idempotency } from '#lib/idempotency';
import type { Context } from '#lib/kernel';
import { Controller, Get, Inject, Post } from '@nestjs/common';
import { ReadAlerts } from '../use-cases/read-alerts';
import { ReceiveAlerts } from '../use-cases/receive-alerts';
import { SilenceAlerts } from '../use-cases/silence-alerts';
import { toAlertView, toSilenceView } from './alerts.dto';
import { createSilence, endSilence, listAlerts, listSilences, receiveAlertmanager } from './alerts.endpoints';
import { idCursor } from './id-cursor';

@Controller('v1/alerts')
export class AlertsController {
  constructor(
    @Inject(ReadAlerts) private readonly reading: ReadAlerts,
    @Inject(SilenceAlerts) private readonly silencing: SilenceAlerts,
    @Inject(ReceiveAlerts) private readonly receiving: ReceiveAlerts,
    @Inject(Idempotency) private readonly idempotency: Idempotency,
  ) {}

  @Get()
  @Endpoint(listAlerts)
  async list(@Ctx() ctx: Context, @Input() { query }: InputOf<typeof listAlerts>): Promise<HttpReply> {
    const alerts = await this.reading.alerts(ctx, query.state, query.cursor, query.limit + 1);
    return reply.page(alerts, query.limit, ({ key }) => key, toAlertView);
  }

  @Post('silences')
  @Endpoint(createSilence)
  async silence(
    @Ctx() ctx: Context,
    @Input() { body, idempotencyKey }: InputOf<typeof createSilence>,
  ): Promise<HttpReply> {
    const request = { route: 'alerts.silence', key: idempotencyKey, payload: body };
    const { result, replayed } = await this.idempotency.run(ctx, request, (tx) => {
      const silence = this.silencing.begin(ctx, tx, body);
      const location = `/v1/alerts/silences/${silence.id}`;
      return Promise.resolve({ status: 201, location, body: toSilenceView(silence), version: silence.version });
    });
    return reply.stored(result, replayed);
  }

  @Get('silences')
  @Endpoint(listSilences)
  async silences(@Ctx() ctx: Context, @Input() { query }: InputOf<typeof listSilences>): Promise<HttpReply> {
    const silences = await this.reading.silences(ctx, idCursor(query.cursor), query.limit + 1);
    return reply.page(silences, query.limit, ({ id }) => id, toSilenceView);
  }

  @Post('silences/:id/end')
  @Endpoint(endSilence)
  async endSilence(@Ctx() ctx: Context, @Input() { params, ifMatch }: InputOf<typeof endSilence>): Promise<HttpReply> {
    const silence = await this.silencing.end(ctx, params.id, ifMatch);
    return reply.ok(toSilenceView(silence), { version: silence.version });
  }

  @Post('alertmanager')
  @Endpoint(receiveAlertmanager)
  async receive(@Ctx() ctx: Context, @Input() { body }: InputOf<typeof receiveAlertmanager>): Promise<HttpReply> {
    return reply.ok({ taken: await this.receiving.execute(ctx, body.alerts) });
  }
}
