import type { WireAnswer } from './answer-reader';
import type { LoadWork } from './load-plan';
import { getText, orderJson, postText } from './order-text';

/** One kind of request, and how its answer is read. `n` counts orders from the start of the load. */
export interface Exchange {
  /** How many orders one request carries. */
  readonly orders: number;
  request(n: number, name: string, headers: Record<string, string>): string;
  /** How many of them the answer says are created or read; anything less is a fault. */
  acknowledged(answer: WireAnswer): number;
}

export function exchangeOf(work: LoadWork): Exchange {
  switch (work.kind) {
    case 'single':
      return {
        orders: 1,
        request: (n, name, headers) => {
          const reference = `${name}-${n}`;
          headers['Idempotency-Key'] = `"${reference}"`;
          return postText('/v1/orders', headers, orderJson(work.palette, reference, n));
        },
        acknowledged: ({ status }) => (status === 201 ? 1 : 0),
      };
    case 'bulk':
      return {
        orders: work.size,
        request: (n, name, headers) => {
          const items = Array.from({ length: work.size }, (_, index) => {
            const reference = `${name}-${n + index}`;
            return orderJson(work.palette, reference, n + index, reference);
          });
          return postText('/v1/orders/batch', headers, `[${items.join(',')}]`);
        },
        acknowledged: ({ status, body }) =>
          status === 200 ? body.toString('latin1').split('"status":201').length - 1 : 0,
      };
    case 'read':
      return {
        orders: 1,
        request: (n, _name, headers) => getText(`/v1/orders/${work.ids[n % work.ids.length] ?? ''}`, headers),
        acknowledged: ({ status }) => (status === 200 ? 1 : 0),
      };
  }
}
