import { Ctx, Endpoint, type HttpReply, Input, type InputOf, reply } from '#lib/http';
import { Idempotency } from '#lib/idempotency';
import type { Context } from '#lib/kernel';
import { Controller, Get, Inject, Post } from '@nestjs/common';
import type { Run } from '../domain/remediation/run';
import { ReadRemediations } from '../use-cases/read-remediations';
import { RunRemediation } from '../use-cases/run-remediation';
import { idCursor } from './id-cursor';
import { toRemediationsView, toRunView } from './remediations.dto';
import { listRuns, readRemediations, readRun, runAction } from './remediations.endpoints';

const RECENT = 20;

@Controller('v1/remediations')
export class RemediationsController {
  constructor(
    @Inject(ReadRemediations) private readonly reading: ReadRemediations,
    @Inject(RunRemediation) private readonly running: RunRemediation,
    @Inject(Idempotency) private readonly idempotency: Idempotency,
  ) {}

  @Get()
  @Endpoint(readRemediations)
  async read(@Ctx() ctx: Context): Promise<HttpReply> {
    const [pauses, recent] = [await this.reading.pauses(ctx), await this.reading.runs(ctx, { limit: RECENT })];
    return reply.ok(toRemediationsView(this.reading.automatic(ctx), pauses, recent));
  }

  @Get('runs')
  @Endpoint(listRuns)
  async list(@Ctx() ctx: Context, @Input() { query }: InputOf<typeof listRuns>): Promise<HttpReply> {
    const { cursor, from, until, limit } = query;
    const runs = await this.reading.runs(ctx, { before: idCursor(cursor), from, until, limit: limit + 1 });
    return reply.page(runs, limit, ({ id }) => id, toRunView);
  }

  @Get('runs/:id')
  @Endpoint(readRun)
  async one(@Ctx() ctx: Context, @Input() { params }: InputOf<typeof readRun>): Promise<HttpReply> {
    return reply.ok(toRunView(await this.reading.run(ctx, params.id)));
  }

  /** What is done is done after the run is on record, by the request that put it there. */
  @Post(':action/runs')
  @Endpoint(runAction)
  async run(
    @Ctx() ctx: Context,
    @Input() { params, body, idempotencyKey }: InputOf<typeof runAction>,
  ): Promise<HttpReply> {
    const request = { route: 'remediations.run', key: idempotencyKey, payload: { ...params, ...body } };
    let begun: Run | undefined;
    const { result, replayed } = await this.idempotency.run(ctx, request, async (tx) => {
      const { action } = params;
      const asked = { action, params: body.params, reason: body.reason, dryRun: body.dry_run };
      begun = await this.running.begin(ctx, tx, asked);
      return { status: 201, location: `/v1/remediations/runs/${begun.id}`, body: toRunView(begun) };
    });
    if (!replayed && begun !== undefined) await this.running.act(ctx, begun);
    return reply.stored(result, replayed);
  }
}
