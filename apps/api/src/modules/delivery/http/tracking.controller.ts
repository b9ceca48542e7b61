import { Ctx, Endpoint, endpoint, type HttpReply, Input, type InputOf, reply } from '#lib/http';
import type { Context } from '#lib/kernel';
import { Controller, Get, Inject } from '@nestjs/common';
import { z } from 'zod';
import { TrackParcel, type Tracking } from '../use-cases/track-parcel';
import { waybillText } from './waybill-text';

const TrackingView = z.object({
  waybill: z.string(),
  status: z.string(),
  eta_at: z.iso.datetime().nullable(),
  events: z.array(
    z.object({
      code: z.string(),
      status: z.string(),
      occurred_at: z.iso.datetime(),
      facility: z.object({ name: z.string(), country: z.string() }).nullable(),
    }),
  ),
});

const track = endpoint({
  tag: 'track',
  summary: 'Track a parcel by its waybill number; needs no token and says nothing of persons',
  auth: 'public',
  params: z.strictObject({ waybill: waybillText }),
  success: { status: 200, body: TrackingView },
  problems: [404],
});

@Controller('v1/track')
export class TrackingController {
  constructor(@Inject(TrackParcel) private readonly trackParcel: TrackParcel) {}

  @Get(':waybill')
  @Endpoint(track)
  async track(@Ctx() ctx: Context, @Input() input: InputOf<typeof track>): Promise<HttpReply> {
    return reply.ok(trackingView(await this.trackParcel.execute(ctx, input.params.waybill)));
  }
}

function trackingView(tracking: Tracking): z.output<typeof TrackingView> {
  return {
    waybill: tracking.waybill,
    status: tracking.status,
    eta_at: tracking.etaAt?.toISOString() ?? null,
    events: tracking.events.map((event) => ({
      code: event.code,
      status: event.status,
      occurred_at: event.occurredAt.toISOString(),
      facility: event.facility ?? null,
    })),
  };
}
