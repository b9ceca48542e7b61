import { CALL_GATE, Drain, readMessage, Rpc, rpc, RpcCall, RpcCtx, RpcInput, RpcService, runPaced } from '#lib/grpc';
import type { CallGate, DuplexCall } from '#lib/grpc';
import { Admission } from '#lib/http';
import type { Context } from '#lib/kernel';
import { Log } from '#lib/telemetry';
import { Inject } from '@nestjs/common';
import { Observable, type Subscriber } from 'rxjs';
import type { z } from 'zod';
import { toOrderRequest } from '../http/order.dto';
import { batchItem } from '../http/order.schemas';
import { FollowOrders } from '../use-cases/follow-orders';
import { PlaceOrders } from '../use-cases/place-orders';
import { placedResult, problemResult, trackEvent, trackRequest, type PlaceOrderResult } from './order-messages';

/** Of one stream: as many as a flight takes. */
const UNDER_WAY = 256;

const PLACE_ORDERS = rpc({ auth: { roles: ['merchant'] }, request: batchItem, takesStream: true });
const TRACK = rpc({ auth: { roles: ['merchant', 'viewer', 'operator', 'admin'] }, request: trackRequest });

/** `linehaul.order.v1.PlaceOrderRequest` as it was decoded. */
interface PlaceOrderRequest {
  readonly idempotency_key: string;
  readonly order: object | null;
}

/** `linehaul.order.v1.OrderService`. */
@RpcService()
export class OrderServiceController {
  constructor(
    @Inject(PlaceOrders) private readonly intake: PlaceOrders,
    @Inject(FollowOrders) private readonly followOrders: FollowOrders,
    @Inject(CALL_GATE) private readonly gate: CallGate,
    @Inject(Admission) private readonly admission: Admission,
    @Inject(Drain) private readonly drain: Drain,
    @Inject(Log) private readonly log: Log,
  ) {}

  @Rpc('OrderService', PLACE_ORDERS)
  async placeOrders(
    @RpcCall() call: DuplexCall<PlaceOrderRequest, PlaceOrderResult>,
    @RpcCtx() ctx: Context,
  ): Promise<void> {
    await runPaced(call, {
      underWay: UNDER_WAY,
      drain: this.drain.signal,
      answer: (request) => this.place(ctx, request, () => call.cancelled),
    });
  }

  @Rpc('OrderService', TRACK)
  track(@RpcInput() input: z.output<typeof trackRequest>, @RpcCtx() ctx: Context): Observable<object> {
    return new Observable((answers) => {
      this.drain.ends(answers);
      answers.add(this.gate.watch(ctx, (reason) => answers.error(reason)));
      this.follow(ctx, input, answers).catch((error: unknown) => answers.error(error));
    });
  }

  /** What one order would be answered alone. Never rejects. */
  private async place(ctx: Context, message: PlaceOrderRequest, isGone: () => boolean): Promise<PlaceOrderResult> {
    const { idempotency_key, order } = message;
    try {
      await this.gate.take(ctx);
      await this.admission.admit('deferrable', isGone);
      const body = readMessage(batchItem, { ...order, idempotency_key });
      const command = { idempotencyKey: idempotency_key, request: toOrderRequest(body) };
      return placedResult(idempotency_key, await this.intake.place(ctx, command, 'bulk'));
    } catch (error) {
      const { result, fault } = problemResult(idempotency_key, error);
      if (fault) this.log.of(ctx).error('An order of a stream ended in a fault', error);
      return result;
    }
  }

  private async follow(
    ctx: Context,
    { order_id, after_sequence }: z.output<typeof trackRequest>,
    answers: Subscriber<object>,
  ): Promise<void> {
    const stop = await this.followOrders.execute(ctx, order_id, after_sequence, {
      event: (event) => answers.next(trackEvent(event)),
      end: () => answers.complete(),
    });
    answers.add(stop);
  }
}
