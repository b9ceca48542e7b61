/** What one order asks of a courier. Times in Unix milliseconds. */
export interface ParcelNeed {
  readonly weightG: number;
  /** When the parcel is at the zone's station at the earliest. */
  readonly arrivesAtMs: number;
  readonly deliverAfterMs?: number;
  readonly deliverBeforeMs?: number;
}

/** How a need is kept with an order that waits, so that whoever brings room can tell whom it is for. */
export function needToDetail(need: ParcelNeed): Record<string, unknown> {
  return {
    weight_g: need.weightG,
    arrives_at: new Date(need.arrivesAtMs).toISOString(),
    deliver_after: need.deliverAfterMs === undefined ? null : new Date(need.deliverAfterMs).toISOString(),
    deliver_before: need.deliverBeforeMs === undefined ? null : new Date(need.deliverBeforeMs).toISOString(),
  };
}

/**
 * The need of a waiting order, found at the top of its detail or under `detail`, where the stage puts what we answered;
 * undefined when neither says, and any room must be taken to suit it.
 */
export function needFromDetail(parked: Readonly<Record<string, unknown>>): ParcelNeed | undefined {
  const detail = isRecord(parked.detail) ? parked.detail : parked;
  const weightG = detail.weight_g;
  const arrivesAtMs = timeMs(detail.arrives_at);
  if (typeof weightG !== 'number' || arrivesAtMs === undefined) return undefined;
  return {
    weightG,
    arrivesAtMs,
    deliverAfterMs: timeMs(detail.deliver_after),
    deliverBeforeMs: timeMs(detail.deliver_before),
  };
}

function timeMs(value: unknown): number | undefined {
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
