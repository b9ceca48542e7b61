import type { OrderStatus, TrackingCode } from '#module/order';

/** A parcel at the courier's station, to be brought to the door. */
export interface Task {
  readonly id: string;
  readonly orderId: string;
  readonly courierId: string;
  readonly waybill: string;
  readonly state: TaskState;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  /** Who had it before, and until when; null while it has had one courier only. */
  readonly previousCourierId: string | null;
  readonly handedOverAt: Date | null;
}

export const TASK_STATES = ['open', 'closed'] as const;

export type TaskState = (typeof TASK_STATES)[number];

/** What a courier reports of a task. */
export const TASK_CODES = [
  'out_for_delivery',
  'delivered',
  'delivery_attempt_failed',
  'refused',
  'delayed',
  'damaged',
  'lost',
] as const satisfies readonly TrackingCode[];

export type TaskCode = (typeof TASK_CODES)[number];

/** Who took the parcel, and what shows it. */
export interface Proof {
  readonly recipientName: string;
  /** References to stored pictures, as the courier's application names them. */
  readonly signatureRef?: string | undefined;
  readonly photoRef?: string | undefined;
  /** The code that the recipient was sent and read out. */
  readonly oneTimeCode?: string | undefined;
}

/** One report of a courier. `eventId` is the courier's: the same one again is the same report. */
export interface TaskEvent {
  readonly eventId: string;
  readonly code: TaskCode;
  readonly occurredAt: Date;
  readonly reasonCode?: string | undefined;
  readonly position?: { readonly lat: number; readonly lng: number } | undefined;
  readonly proof?: Proof | undefined;
}

const NEEDS_REASON: ReadonlySet<TaskCode> = new Set(['delivery_attempt_failed', 'refused', 'damaged', 'lost']);

export type Incompleteness = 'proof' | 'reason' | 'proof_of_nothing';

/** What a report lacks to be believed; undefined when it is complete. */
export function findIncompleteness(event: TaskEvent): Incompleteness | undefined {
  if (event.code === 'delivered' && event.proof === undefined) return 'proof';
  if (event.code !== 'delivered' && event.proof !== undefined) return 'proof_of_nothing';
  return NEEDS_REASON.has(event.code) && event.reasonCode === undefined ? 'reason' : undefined;
}

const ON_THE_WAY: ReadonlySet<OrderStatus> = new Set(['picked_up', 'in_transit']);

/** A parcel that is scanned at its station becomes a task while it is on the way; later scans of it are history. */
export function opensTask(code: TrackingCode, status: OrderStatus): boolean {
  return (code === 'arrived_at_facility' || code === 'picked_up') && ON_THE_WAY.has(status);
}

const WITH_COURIER: ReadonlySet<OrderStatus> = new Set([
  'dispatched',
  'picked_up',
  'in_transit',
  'out_for_delivery',
  'delivery_failed',
]);

/** The courier has nothing more to do: the parcel was handed over, goes back, waits elsewhere, or is lost. */
export function closesTask(status: OrderStatus): boolean {
  return !WITH_COURIER.has(status);
}
