import { DomainError } from '#lib/kernel';
import type { FactOutcome } from '../domain/fact';
import type { Incompleteness } from '../domain/task';

/** How far a device's clock may be ahead of ours. */
export const CLOCK_AHEAD_MS = 60_000;

export function unknownWaybill(waybill: string): DomainError {
  return new DomainError('not_found', 'delivery.unknown_waybill', `No parcel has the waybill number ${waybill}`, {
    errors: [{ pointer: '/waybill', detail: 'names no parcel' }],
  });
}

export function unknownFacility(facilityId: string): DomainError {
  return new DomainError('refused', 'delivery.unknown_facility', `There is no facility ${facilityId}`, {
    errors: [{ pointer: '/facility_id', detail: 'names no facility of the network' }],
  });
}

export function occurredInFuture(): DomainError {
  const message = `occurred_at is more than ${CLOCK_AHEAD_MS / 1000} s ahead of the server's clock`;
  return new DomainError('refused', 'delivery.occurred_in_future', message, {
    errors: [{ pointer: '/occurred_at', detail: 'lies in the future' }],
  });
}

export function taskNotFound(id: string): DomainError {
  return new DomainError('not_found', 'delivery.task_not_found', `There is no task ${id}`);
}

const INCOMPLETE: Readonly<Record<Incompleteness, { code: string; pointer: string; detail: string }>> = {
  proof: {
    code: 'delivery.proof_required',
    pointer: '/proof',
    detail: 'delivered needs the name of who took the parcel',
  },
  reason: { code: 'delivery.reason_required', pointer: '/reason_code', detail: 'this code needs a reason_code' },
  proof_of_nothing: { code: 'delivery.proof_unexpected', pointer: '/proof', detail: 'only delivered carries a proof' },
};

export function incomplete(what: Incompleteness): DomainError {
  const { code, pointer, detail } = INCOMPLETE[what];
  return new DomainError('refused', code, `The report is not complete: ${detail}`, { errors: [{ pointer, detail }] });
}

/** The error of a fact that was not accepted. */
export function refusalOf(outcome: Exclude<FactOutcome, { kind: 'accepted' }>): DomainError {
  if (outcome.kind === 'reused_id') {
    const message = 'This event_id was used for another report; a new report needs a new one';
    return new DomainError('refused', 'delivery.event_id_reused', message, {
      errors: [{ pointer: '/event_id', detail: 'belongs to another report' }],
    });
  }
  const kind = outcome.status === undefined ? 'not_found' : 'conflict';
  return new DomainError(kind, outcome.code, outcome.detail, {
    context: outcome.status === undefined ? {} : { order_status: outcome.status },
  });
}
