import { nextTraceparent } from '#lib/http';
import { DomainError } from '#lib/kernel';
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { addressOf, callOf, entry, giveContext } from './calls';
import { CALL_GATE, type CallGate } from './call-gate';
import { rpcSpecOf } from './rpc';

/** Finds out who calls, whether they may, and whether they may now; gives the call its `Context`. */
@Injectable()
export class RpcGuard implements CanActivate {
  constructor(@Inject(CALL_GATE) private readonly gate: CallGate) {}

  async canActivate(execution: ExecutionContext): Promise<boolean> {
    const call = callOf(execution.getArgs());
    refuseLoadTest(entry(call, 'x-load-test'));
    const { actor, merchantId } = await this.gate.admit({
      authorization: entry(call, 'authorization'),
      address: addressOf(call),
      auth: rpcSpecOf(execution).auth,
    });
    const traceparent = nextTraceparent(entry(call, 'traceparent'));
    giveContext(call, { lane: 'live', actor, ...(merchantId === undefined ? {} : { merchantId }), traceparent });
    return true;
  }
}

/** As over HTTP: it must never write live rows. */
function refuseLoadTest(mark: string | undefined): void {
  if (mark === undefined || mark === 'false') return;
  throw new DomainError('forbidden', 'loadtest.unavailable', 'x-load-test: this server takes no load-test traffic');
}
