import { BULK, BULK_CONNECTIONS, type LoadPlan } from './load-plan';
import { runLoad } from './run-load';

const WITHIN_S = 120;
/** A machine that is busy with other things sheds some of the load; what it refused is offered again. */
const ATTEMPTS = 10;

/** Gets so many orders accepted at least, in bulk requests, outside of what is measured; answers how many. */
export async function placeOrders(
  plan: Omit<LoadPlan, 'name' | 'seconds' | 'connections'>,
  orders: number,
): Promise<number> {
  let accepted = 0;
  for (let attempt = 1; accepted < orders; attempt++) {
    const requests = Math.ceil((orders - accepted) / BULK);
    const name = `stored-${attempt}`;
    const result = await runLoad({ ...plan, connections: BULK_CONNECTIONS, seconds: WITHIN_S, requests, name });
    accepted += result.acknowledged;
    if (attempt === ATTEMPTS && accepted < orders) {
      throw new Error(`Only ${accepted} of ${orders} orders were accepted: ${JSON.stringify(result.errors)}`);
    }
  }
  return accepted;
}
