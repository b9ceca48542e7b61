import {
  CALL_GATE,
  Drain,
  GRPC_LOG,
  problemMessage,
  readMessage,
  Rpc,
  rpc,
  RpcCall,
  RpcCtx,
  RpcInput,
  RpcService,
  runPaced,
} from '#lib/grpc';
import type { CallGate, DuplexCall, GrpcLog, ProblemMessage } from '#lib/grpc';
import { traceIdOf, type Context } from '#lib/kernel';
import { Inject } from '@nestjs/common';
import { Observable } from 'rxjs';
import type { z } from 'zod';
import { FollowRoute } from '../use-cases/follow-route';
import { ComputeRoutes } from '../use-cases/compute-routes';
import { routeBatch, routeMessage, routeRequest, type RouteBatchResult, type RouteResponse } from './route-messages';

const auth = { roles: ['merchant', 'viewer', 'operator', 'admin'] } as const;
const CALCULATE_ROUTE = rpc({ auth, request: routeRequest });
const CALCULATE_ROUTES = rpc({ auth, request: routeBatch, takesStream: true });

const CALCULATE_ROUTES_PATH = '/linehaul.routing.v1.RouteService/CalculateRoutes';

/** Batches of one stream: one is read while another is computed. */
const UNDER_WAY = 2;

type RouteRequest = z.output<typeof routeRequest>;

/** `linehaul.routing.v1.RouteBatch` as it was decoded. */
interface RouteBatch {
  readonly id: string;
}

/** `linehaul.routing.v1.RouteService`. */
@RpcService()
export class RouteServiceController {
  constructor(
    @Inject(FollowRoute) private readonly followRoute: FollowRoute,
    @Inject(ComputeRoutes) private readonly computeRoutes: ComputeRoutes,
    @Inject(CALL_GATE) private readonly gate: CallGate,
    @Inject(Drain) private readonly drain: Drain,
    @Inject(GRPC_LOG) private readonly log: GrpcLog,
  ) {}

  @Rpc('RouteService', CALCULATE_ROUTE)
  calculateRoute(@RpcInput() { from, to, follow }: RouteRequest, @RpcCtx() ctx: Context): Observable<RouteResponse> {
    return new Observable((answers) => {
      const stop = this.followRoute.execute(ctx, from, to, {
        route: (route) => answers.next(routeMessage(route)),
        fault: (error) => answers.error(error),
      });
      answers.add(stop);
      if (!follow) {
        answers.complete();
        return;
      }
      this.drain.ends(answers);
      answers.add(this.gate.watch(ctx, (reason) => answers.error(reason)));
    });
  }

  @Rpc('RouteService', CALCULATE_ROUTES)
  async calculateRoutes(
    @RpcCall() call: DuplexCall<RouteBatch, RouteBatchResult>,
    @RpcCtx() ctx: Context,
  ): Promise<void> {
    await runPaced(call, {
      underWay: UNDER_WAY,
      drain: this.drain.signal,
      answer: (batch) => this.answer(ctx, batch, () => call.cancelled),
    });
  }

  /** Never rejects. */
  private async answer(ctx: Context, batch: RouteBatch, isGone: () => boolean): Promise<RouteBatchResult> {
    try {
      await this.gate.take(ctx);
      const { queries } = readMessage(routeBatch, batch);
      const outcomes = await this.computeRoutes.execute(ctx, queries, isGone);
      const results = outcomes.map((outcome) =>
        'error' in outcome ? { problem: this.problem(ctx, outcome.error) } : { route: routeMessage(outcome) },
      );
      return { id: batch.id, results };
    } catch (error) {
      return { id: batch.id, results: [], problem: this.problem(ctx, error) };
    }
  }

  private problem(ctx: Context, error: unknown): ProblemMessage {
    const { problem, fault } = problemMessage(error);
    if (fault) this.log.fault(error, CALCULATE_ROUTES_PATH, traceIdOf(ctx.traceparent));
    return problem;
  }
}
