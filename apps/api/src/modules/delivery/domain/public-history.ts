import type { PublicStatus, TrackingEntry } from '#module/order';

/** What anybody who knows the waybill number may see: no name, no street, no reason. */
export interface PublicEvent {
  readonly code: string;
  readonly status: PublicStatus;
  readonly occurredAt: Date;
  readonly facilityId?: string | undefined;
}

/** Inner codes by the name the public knows them under. */
const PUBLIC_CODE_OF: Readonly<Record<string, string>> = {
  waybill_created: 'label_created',
  dispatched: 'courier_assigned',
  picked_up: 'picked_up',
  departed_facility: 'departed_facility',
  arrived_at_facility: 'arrived_at_facility',
  delayed: 'delayed',
  out_for_delivery: 'out_for_delivery',
  delivery_attempt_failed: 'delivery_attempt_failed',
  available_for_pickup: 'available_for_pickup',
  delivered: 'delivered',
  refused: 'refused',
  returning: 'returning',
  returned: 'returned',
  damaged: 'damaged',
  lost: 'lost',
  cancelled: 'cancelled',
};

/** The events that concern the public, by the time they happened: late scans stand where they belong. */
export function publicHistory(entries: readonly TrackingEntry[]): PublicEvent[] {
  return entries
    .flatMap((entry) => {
      const code = Object.hasOwn(PUBLIC_CODE_OF, entry.code) ? PUBLIC_CODE_OF[entry.code] : undefined;
      return code === undefined ? [] : [{ entry, code }];
    })
    .sort((a, b) => a.entry.occurredAt.getTime() - b.entry.occurredAt.getTime() || a.entry.sequence - b.entry.sequence)
    .map(({ entry, code }) => ({
      code,
      status: statusOf(code, entry),
      occurredAt: entry.occurredAt,
      facilityId: entry.facilityId,
    }));
}

/** Where the parcel stands: what its last event left it in, whichever event happened last. */
export function publicStatusNow(entries: readonly TrackingEntry[]): PublicStatus {
  return entries.at(-1)?.status ?? 'pre_transit';
}

const OVER: ReadonlySet<PublicStatus> = new Set(['delivered', 'return_to_sender', 'cancelled', 'failure']);

/** Whether a time of arrival at the door still means something. */
export function isUnderway(status: PublicStatus): boolean {
  return !OVER.has(status);
}

/** A damaged parcel stays in its state; what the public sees of that event is a failure. */
function statusOf(code: string, entry: TrackingEntry): PublicStatus {
  return code === 'damaged' || code === 'lost' ? 'failure' : entry.status;
}
