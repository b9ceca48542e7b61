import { Rpc, rpc, RpcCtx, RpcInput, RpcService } from '#lib/grpc';
import type { Context } from '#lib/kernel';
import { Inject } from '@nestjs/common';
import { z } from 'zod';
import { AssignDelivery } from '../use-cases/assign-delivery';

/** `linehaul.transport.v1.TransportRequest` as it was decoded. */
const transportRequest = z.strictObject({ order_id: z.uuid(), from: z.uuid().optional(), to: z.uuid().optional() });

const ASSIGN_DELIVERY = rpc({ auth: { roles: ['operator', 'admin'] }, request: transportRequest, isCommand: true });

/** `linehaul.transport.v1.TransportService`. Here, since orders own their stages. */
@RpcService()
export class TransportServiceController {
  constructor(@Inject(AssignDelivery) private readonly assignment: AssignDelivery) {}

  @Rpc('TransportService', ASSIGN_DELIVERY)
  async assignDelivery(@RpcInput() input: z.output<typeof transportRequest>, @RpcCtx() ctx: Context): Promise<object> {
    const { order_id: orderId, from, to } = input;
    const delivery = await this.assignment.execute(ctx, { orderId, from, to });
    return {
      order_id: delivery.orderId,
      status: delivery.status,
      version: delivery.version,
      trip_ids: delivery.tripIds,
      courier_id: delivery.courierId,
      shift_id: delivery.shiftId,
      zone_id: delivery.zoneId,
      arrives_at: delivery.arrivesAt?.toISOString() ?? '',
      assigned_at: delivery.assignedAt.toISOString(),
      newly_assigned: delivery.isNew,
    };
  }
}
