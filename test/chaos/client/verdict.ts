/** One order's part of an answer. */
export interface ItemAnswer {
  readonly status: number;
  readonly id?: string;
  readonly code?: string;
  readonly replayed?: true;
}

/** What the client knows and does next. */
export type Verdict = 'done' | 'refused' | 'again' | 'renew_token' | 'unexpected';

/**
 * What an answer to an order means. `again`: the outcome is open or the server asked to come back; the same key is sent
 * again. `unexpected`: nothing that a sound client with a fresh key should ever be told.
 */
export function verdictOf({ status, code }: ItemAnswer): Verdict {
  if (status === 201) return 'done';
  if (status === 409) return code === 'order.reference_taken' ? 'refused' : 'again';
  if (status === 401) return 'renew_token';
  if (status === 429 || status >= 500) return 'again';
  return 'unexpected';
}

interface Wire {
  readonly id?: unknown;
  readonly code?: unknown;
  readonly order_id?: unknown;
}

/** The parts of an order or a problem that count. */
function itemAnswer(status: number, body: unknown, replayed: boolean): ItemAnswer {
  const wire = (body ?? {}) as Wire;
  const id = typeof wire.id === 'string' ? wire.id : typeof wire.order_id === 'string' ? wire.order_id : undefined;
  return {
    status,
    ...(id === undefined ? {} : { id }),
    ...(typeof wire.code === 'string' ? { code: wire.code } : {}),
    ...(replayed ? { replayed: true } : {}),
  };
}

interface BulkItem {
  readonly status: number;
  readonly order?: unknown;
  readonly problem?: unknown;
  readonly replayed?: boolean;
}

/** One answer per order, in order; a bulk request that was refused as a whole answers each of its orders. */
export function itemAnswers(
  status: number,
  body: unknown,
  orders: number,
  bulk: boolean,
  replayed: boolean,
): ItemAnswer[] {
  if (!bulk) return [itemAnswer(status, body, replayed)];
  const data = (body as { data?: unknown } | null)?.data;
  if (status !== 200 || !Array.isArray(data) || data.length !== orders) {
    // 200 without an item per order would be a fault of its own.
    return Array.from({ length: orders }, () => itemAnswer(status === 200 ? 299 : status, body, false));
  }
  return (data as BulkItem[]).map((item) =>
    itemAnswer(item.status, item.order ?? item.problem, item.replayed === true),
  );
}
