export interface Flow {
  readonly received: number;
  readonly dispatched: number;
  readonly delivered: number;
}

export interface StageState {
  readonly stage: string;
  readonly waiting_orders: number;
  readonly oldest_age_s: number;
  readonly per_second: number;
  readonly dead_letters: number;
}

export interface QueueState {
  readonly name: string;
  /** null while Redis is away. */
  readonly waiting: number | null;
  readonly active: number | null;
  readonly oldest_age_s: number;
  readonly paused: boolean | null;
}

export interface Overview {
  readonly as_of: string;
  readonly orders_per_second: Flow;
  readonly stages: readonly StageState[];
  readonly parked: readonly { readonly stage: string; readonly code: string; readonly orders: number }[];
  readonly incidents: { readonly open: number; readonly critical: number };
  readonly queues: readonly QueueState[];
  readonly breakers: readonly {
    readonly name: string;
    readonly open: boolean;
    readonly open_in: number;
    readonly processes: number;
  }[];
  readonly history: readonly (Flow & { readonly at: string })[];
}

export const FLOWS = ['received', 'dispatched', 'delivered'] as const;

/** The last hour as curves: one for each thing that is counted. */
export function curvesOf(history: Overview['history'], names: Readonly<Record<(typeof FLOWS)[number], string>>) {
  return FLOWS.map((flow) => ({
    name: names[flow],
    labels: {},
    points: history.map((point): [number, number] => [Date.parse(point.at), point[flow]]),
  }));
}
