export interface OrderLine {
  readonly sku: string;
  readonly quantity: number;
}

export interface OrderEvent {
  readonly event_id: string;
  readonly sequence: number;
  readonly code: string;
  readonly from: string | null;
  readonly to: string;
  readonly actor: string;
  readonly reason_code: string | null;
  readonly occurred_at: string;
  readonly data: Readonly<Record<string, unknown>> | null;
}

/** Why an order does not move, and what helps: it waits for something, its stage is late, or nobody has told of it for long. */
export interface OrderProblem {
  readonly kind: 'failed' | 'stuck' | 'idle';
  readonly stage: string | null;
  readonly code: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly attempts: number;
  readonly since: string;
  readonly remedies: readonly string[];
}

/** Money that moved for an order. */
export interface Transfer {
  readonly kind: string;
  readonly amount_minor: number;
  readonly currency: string;
  readonly created_at: string;
}

export interface OrderRoute {
  readonly from_facility_id: string;
  readonly station_id: string;
  readonly zone_id: string;
  readonly distance_m: number;
  readonly duration_s: number;
  readonly link_ids: readonly number[];
  readonly eta: string;
}

export interface OrderRecord {
  readonly id: string;
  readonly merchant_id: string;
  readonly reference: string;
  readonly status: string;
  readonly payment_status: string;
  readonly version: number;
  readonly service_level: string;
  readonly recipient: {
    readonly name: string;
    readonly phone: string;
    readonly address: {
      readonly line1: string;
      readonly line2?: string;
      readonly city: string;
      readonly postal_code?: string;
      readonly country: string;
      readonly lat: number;
      readonly lng: number;
    };
  };
  readonly lines: readonly OrderLine[];
  readonly payment: { readonly terms: string; readonly amount_minor: number; readonly currency: string };
  readonly created_at: string;
  /** In the lists of what needs somebody, and where it was asked for. */
  readonly problem?: OrderProblem | null;
}

/** An order with all that is known of it. */
export interface OrderDetail extends OrderRecord {
  readonly events: readonly OrderEvent[];
  readonly waybill: { readonly number: string } | null;
  readonly route: OrderRoute | null;
  readonly assignment: { readonly courier_id: string } | null;
  readonly transfers?: readonly Transfer[];
}

export const ORDER_STATUSES = [
  'received',
  'awaiting_payment',
  'paid',
  'backordered',
  'allocated',
  'waybill_created',
  'dispatched',
  'picked_up',
  'in_transit',
  'out_for_delivery',
  'delivery_failed',
  'available_for_pickup',
  'delivered',
  'return_to_sender',
  'returned',
  'cancelled',
  'rejected',
  'expired',
  'lost',
] as const;

const TERMINAL = new Set(['delivered', 'returned', 'cancelled', 'rejected', 'expired', 'lost']);
const CANCELLABLE = new Set<string>([
  'received',
  'awaiting_payment',
  'paid',
  'backordered',
  'allocated',
  'waybill_created',
  'dispatched',
]);

/** Nothing will happen to it any more. */
function isOver({ status }: Pick<OrderRecord, 'status'>): boolean {
  return TERMINAL.has(status);
}

/** Nobody has collected the parcel yet. */
export function mayCancel({ status }: Pick<OrderRecord, 'status'>): boolean {
  return CANCELLABLE.has(status);
}

/** The way of an order that meets no obstacle, in the steps that people think in. */
const JOURNEY = ['received', 'paid', 'allocated', 'dispatched', 'picked_up', 'out_for_delivery', 'delivered'] as const;

export interface Step {
  readonly name: string;
  /** When it was reached; undefined when it was not, or not yet. */
  readonly at: string | undefined;
}

/** Which steps of the journey lie behind an order, by its events; an end beside the journey is a step of its own. */
export function journeyOf({ status }: Pick<OrderRecord, 'status'>, events: readonly OrderEvent[]): readonly Step[] {
  const reached = new Map<string, string>();
  for (const { to, occurred_at: at } of events) if (!reached.has(to)) reached.set(to, at);
  const known = JOURNEY.map((name) => ({ name, at: reached.get(name) }));
  if (!isOver({ status }) || status === 'delivered') return known;
  return [...known.filter(({ at }) => at !== undefined), { name: status, at: reached.get(status) }];
}
