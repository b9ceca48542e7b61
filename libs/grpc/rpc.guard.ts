import { DomainError } from '#lib/kernel';
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { addressOf, callOf, entry, giveContext } from './calls';
import { callTrace } from './call-trace';
import { CALL_GATE, type CallGate } from './call-gate';
import { rpcSpecOf } from './rpc';

/** Finds out who calls, whether they may, and whether they may now; gives the call its `Context`. */
@Injectable()
export class RpcGuard implements CanActivate {
  constructor(@Inject(CALL_GATE) private readonly gate: CallGate) {}

  async canActivate(execution: ExecutionContext): Promise<boolean> {
    const call = callOf(execution.getArgs());
    refuseLoadTest(entry(call, 'x-load-test'));
    const { auth, isCommand } = rpcSpecOf(execution);
    const address = addressOf(call);
    const { actor, merchantId } = await this.gate.admit({
      authorization: entry(call, 'authorization'),
      address,
      auth,
    });
    const trace = callTrace(call.metadata);
    trace.caller = { actorId: actor.id, merchantId };
    const { traceparent, tracestate } = trace;
    giveContext(call, {
      lane: 'live',
      actor,
      ...(merchantId === undefined ? {} : { merchantId }),
      traceparent,
      tracestate,
      ...(isCommand === true && { command: { action: actionOf(call.getPath()), address } }),
    });
    return true;
  }
}

/** As over HTTP: it must never write live rows. */
function refuseLoadTest(mark: string | undefined): void {
  if (mark === undefined || mark === 'false') return;
  throw new DomainError('forbidden', 'loadtest.unavailable', 'x-load-test: this server takes no load-test traffic');
}

/** `/linehaul.transport.v1.TransportService/AssignDelivery` as an operation of the API is called: `transportService.assignDelivery`. */
function actionOf(path: string): string {
  const [service = '', method = ''] = path.split('.').at(-1)?.split('/') ?? [];
  const uncapitalized = (name: string): string => name.slice(0, 1).toLowerCase() + name.slice(1);
  return `${uncapitalized(service)}.${uncapitalized(method)}`;
}
