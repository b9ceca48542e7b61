import type { OrderStatus } from './order-state';

/** What an operator may look for: orders that wait for somebody, that a stage does not get done, that nothing happens to. */
export const PROBLEM_KINDS = ['failed', 'stuck', 'idle'] as const;

export type ProblemKind = (typeof PROBLEM_KINDS)[number];

/** What helps an order on. The first ones are commands on the order, the others bring what it waits for. */
export const REMEDIES = [
  'retry',
  'redispatch',
  'cancel',
  'top_up_account',
  'receive_stock',
  'add_capacity',
  'open_link',
  'wait',
  'ask_courier',
] as const;

export type Remedy = (typeof REMEDIES)[number];

/** Why an order does not move, and what can be done. */
export interface OrderProblem {
  readonly kind: ProblemKind;
  /** The stage that it waits before or that has it; null when couriers have the parcel. */
  readonly stage: string | null;
  readonly code: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly attempts: number;
  readonly since: Date;
  readonly remedies: readonly Remedy[];
}

export interface Waiting {
  readonly stage: string;
  readonly reason: string;
  readonly key: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly since: Date;
}

export interface Overdue {
  readonly stage: string;
  readonly attempts: number;
  readonly lastError: string | null;
  readonly since: Date;
}

/** What a merchant may read of it: an error is the system's own, and may speak of other orders of the same batch. */
export function withoutInnards<What extends Pick<OrderProblem, 'detail'>>(what: What): What {
  return { ...what, detail: Object.fromEntries(Object.entries(what.detail).filter(([name]) => name !== 'error')) };
}

const BRINGS: Readonly<Record<string, readonly Remedy[]>> = {
  funds: ['top_up_account', 'cancel'],
  stock: ['receive_stock', 'cancel'],
  capacity: ['add_capacity', 'cancel'],
  route: ['open_link', 'cancel'],
  dead_letter: ['retry', 'cancel'],
};

/** An order that waits for something, or that a stage has given up. */
export function failedProblem(waiting: Waiting, status: OrderStatus): OrderProblem {
  const { stage, reason, key, detail, since } = waiting;
  const { attempts } = detail;
  const remedies = BRINGS[reason] ?? ['cancel'];
  return {
    kind: 'failed',
    stage,
    code: reason,
    detail: { key, ...detail },
    attempts: typeof attempts === 'number' ? attempts : 0,
    since,
    // After the collection nobody can cancel any more.
    remedies: status === 'delivery_failed' ? remedies.filter((remedy) => remedy !== 'cancel') : remedies,
  };
}

/** An order whose stage has not done it in time. */
export function stuckProblem({ stage, attempts, lastError, since }: Overdue, status: OrderStatus): OrderProblem {
  return {
    kind: 'stuck',
    stage,
    code: lastError === null ? 'overdue' : 'attempts_failed',
    detail: lastError === null ? {} : { error: lastError },
    attempts,
    since,
    remedies: status === 'delivery_failed' ? ['wait'] : ['wait', 'cancel'],
  };
}

/** An order that nothing has happened to for too long. */
export function idleProblem(status: OrderStatus, since: Date): OrderProblem {
  const remedies: readonly Remedy[] = status === 'dispatched' ? ['redispatch', 'cancel'] : ['ask_courier'];
  return { kind: 'idle', stage: null, code: `no_news_since_${status}`, detail: {}, attempts: 0, since, remedies };
}
