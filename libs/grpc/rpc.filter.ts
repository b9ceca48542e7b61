import { Catch, Inject, type ArgumentsHost, type RpcExceptionFilter } from '@nestjs/common';
import { from, map, mergeMap, of, throwError, type Observable } from 'rxjs';
import { traceIdOf } from '#lib/kernel';
import { callTrace } from './call-trace';
import { callOf, isDuplex } from './calls';
import { GRPC_LOG, type GrpcLog } from './observe';

/** Turns whatever was thrown, by a handler or the guard, into one status. What that needs of gRPC is loaded with the first error. */
@Catch()
export class RpcFilter implements RpcExceptionFilter {
  constructor(@Inject(GRPC_LOG) private readonly log: GrpcLog) {}

  catch(error: unknown, host: ArgumentsHost): Observable<unknown> {
    const args = host.getArgs<unknown[]>();
    const call = callOf(args);
    const answer = from(import('./connect.js')).pipe(map(({ statusOf }) => statusOf(error)));
    return answer.pipe(
      mergeMap((status) => {
        if (status.fault) this.log.fault(error, call.getPath(), traceIdOf(callTrace(call.metadata).traceparent));
        if (!isDuplex(args)) return throwError(() => status);
        // Nobody reads what a handler of a stream both ways answers: the status goes to the call itself.
        call.emit('error', status);
        return of(undefined);
      }),
    );
  }
}
