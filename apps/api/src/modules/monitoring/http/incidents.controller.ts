import {
  Ctx,
  Endpoint,
  endpoint,
  type HttpReply,
  Input,
  type InputOf,
  pageOf,
  pageQuery,
  reply,
  text,
} from '#lib/http';
import type { Context } from '#lib/kernel';
import { Controller, Get, Inject, Post } from '@nestjs/common';
import { z } from 'zod';
import { AcknowledgeIncident } from '../use-cases/acknowledge-incident';
import { ReadAlerts } from '../use-cases/read-alerts';
import { idCursor } from './id-cursor';
import { IncidentView, toIncidentView } from './incident.dto';

const tag = 'incidents';
const readers = { roles: ['viewer', 'operator', 'admin'] } as const;
const params = z.strictObject({ id: z.uuid() });

const listIncidents = endpoint({
  tag,
  summary: 'List incidents, newest first',
  auth: readers,
  query: z.strictObject({ ...pageQuery.shape, open: z.enum(['true', 'false']).optional() }),
  success: { status: 200, body: pageOf(IncidentView) },
});

const readIncident = endpoint({
  tag,
  summary: 'Read an incident with its evidence',
  auth: readers,
  params,
  success: { status: 200, body: IncidentView },
  problems: [404],
});

const acknowledgeIncident = endpoint({
  tag,
  summary: 'Acknowledge an incident',
  description: 'Says that a person looks after it. It closes by itself when its last alert ends.',
  auth: { roles: ['operator', 'admin'] },
  params,
  body: z.strictObject({ note: text(0, 1000).default('') }),
  ifMatch: true,
  success: { status: 200, body: IncidentView },
  problems: [404],
  example: { note: 'Redis is being moved; back at ten' },
});

@Controller('v1/incidents')
export class IncidentsController {
  constructor(
    @Inject(ReadAlerts) private readonly reading: ReadAlerts,
    @Inject(AcknowledgeIncident) private readonly acknowledging: AcknowledgeIncident,
  ) {}

  @Get()
  @Endpoint(listIncidents)
  async list(@Ctx() ctx: Context, @Input() { query }: InputOf<typeof listIncidents>): Promise<HttpReply> {
    const open = query.open === undefined ? undefined : query.open === 'true';
    const incidents = await this.reading.incidents(ctx, idCursor(query.cursor), open, query.limit + 1);
    return reply.page(incidents, query.limit, ({ id }) => id, toIncidentView);
  }

  @Get(':id')
  @Endpoint(readIncident)
  async read(@Ctx() ctx: Context, @Input() input: InputOf<typeof readIncident>): Promise<HttpReply> {
    const incident = await this.reading.incident(ctx, input.params.id);
    return reply.ok(toIncidentView(incident), { version: incident.version });
  }

  @Post(':id/acknowledge')
  @Endpoint(acknowledgeIncident)
  async acknowledge(@Ctx() ctx: Context, @Input() input: InputOf<typeof acknowledgeIncident>): Promise<HttpReply> {
    const incident = await this.acknowledging.execute(ctx, input.params.id, input.ifMatch, input.body.note);
    return reply.ok(toIncidentView(incident), { version: incident.version });
  }
}
