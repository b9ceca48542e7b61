/** A stage's queue: messages are hints, `due_orders` is what is to be done. */
export interface Queue {
  readonly name: string;
  readonly stage: string;
  readonly waiting: number | null;
  readonly active: number | null;
  readonly due_orders: number;
  readonly delayed_orders: number;
  readonly oldest_age_s: number;
  readonly per_second: number;
  readonly dead_letters: number;
}

/** A stage that stands still on purpose. */
export interface PausedStage {
  readonly stage: string;
  readonly paused_at: string;
  readonly paused_by: string;
  readonly reason: string;
}

/** An order that a stage has given up, or that waits for something. */
export interface Letter {
  readonly order_id: string;
  readonly stage: string;
  readonly code: string;
  readonly key: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly attempts: number;
  readonly since: string;
}

export const STAGES = ['payment', 'fulfilment', 'dispatch', 'expiry'] as const;
export const CODES = ['dead_letter', 'funds', 'stock', 'capacity', 'route', 'hold', 'operator'] as const;

/** What an order's stage left behind, in one line: its error, else its message, else whatever there is. */
export function whyOf({ detail, key }: Pick<Letter, 'detail' | 'key'>): string {
  const inner = detail['detail'];
  const nested =
    typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)['message'] : undefined;
  const told = detail['error'] ?? detail['message'] ?? nested;
  if (typeof told === 'string') return told;
  const facts = Object.entries(detail).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return facts.length === 0 ? key : facts.join(', ');
}
