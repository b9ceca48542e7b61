import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Unanswered, type Answer, type Call } from './caller';
import type { DealtOrder } from './deck';
import type { Credentials } from './plan';
import type { SenderParts } from './order-sender';

const TRIES = 12;
const [PAUSE_MS, PAUSE_SPREAD_MS] = [500, 1_500];
/** Of the parcels that are picked up. */
const LOST_SHARE = 0.3;

type Request = Pick<Call, 'method' | 'path' | 'body' | 'idempotencyKey'>;

/** What happens to an order after it was placed: the merchant cancels it, or a scanner sees its parcel. */
export class FollowUp {
  private turn = 0;

  constructor(private readonly parts: Omit<SenderParts, 'onPlaced'>) {}

  placed(order: DealtOrder, id: string): void {
    const { random, errands, plan } = this.parts;
    const { cancelShare, scarceCancelShare, scanShare } = plan.mix;
    const draw = random.next();
    const cancels = order.scarce ? scarceCancelShare : cancelShare;
    const afterMs = random.int(0, 4_000);
    if (draw < cancels) errands.later(afterMs, () => this.cancel(order, id));
    else if (draw < cancels + scanShare) errands.later(2_000 + afterMs, () => this.collect(order, id));
  }

  private async cancel(order: DealtOrder, id: string): Promise<void> {
    const { history, tally, plan, random } = this.parts;
    history.note({ do: 'cancel_sent', at: Date.now(), id });
    await history.synced();
    const request: Request = { method: 'POST', path: `/v1/orders/${id}/cancel`, body: {} };
    const answer = await this.insist(order.merchant, request);
    if (answer === undefined) return;
    const code = (answer.body as { code?: string } | undefined)?.code;
    const { status } = answer;
    history.note({ do: 'cancel_answered', at: Date.now(), id, status, ...(code === undefined ? {} : { code }) });
    if (status !== 200) return;
    tally.cancelled += 1;
    if (random.chance(plan.mix.cancelAgainShare)) await this.insist(order.merchant, request);
  }

  /** Picked up at its warehouse; some parcels are lost after that, which gives their courier room. */
  private async collect(order: DealtOrder, id: string): Promise<void> {
    const parcel = await this.parcelOf(order, id);
    if (parcel === undefined) return;
    await this.scan(id, { ...parcel, code: 'picked_up' });
    if (this.parts.random.chance(LOST_SHARE)) await this.scan(id, { ...parcel, code: 'lost' });
  }

  private async parcelOf(order: DealtOrder, id: string): Promise<{ waybill: string; facility_id: string } | undefined> {
    const answer = await this.insist(order.merchant, { method: 'GET', path: `/v1/orders/${id}?expand=waybill,route` });
    const found = answer?.body as
      { status?: string; waybill?: { number: string } | null; route?: { from_facility_id: string } | null } | undefined;
    if (found?.status !== 'dispatched' || !found.waybill || !found.route) return undefined;
    return { waybill: found.waybill.number, facility_id: found.route.from_facility_id };
  }

  private async scan(id: string, seen: { waybill: string; facility_id: string; code: string }): Promise<void> {
    const { history, tally, plan } = this.parts;
    const event = randomUUID();
    history.note({ do: 'scan_sent', at: Date.now(), event, id });
    await history.synced();
    const body = [{ event_id: event, occurred_at: new Date().toISOString(), ...seen }];
    const answer = await this.insist(plan.world.operator, { method: 'POST', path: '/v1/scans', body });
    const [item] =
      (answer?.body as { data?: { status: number; scan?: { outcome: string } }[] } | undefined)?.data ?? [];
    if (item === undefined) return;
    const outcome = item.scan?.outcome;
    const { status } = item;
    history.note({
      do: 'scan_answered',
      at: Date.now(),
      event,
      id,
      status,
      ...(outcome === undefined ? {} : { outcome }),
    });
    tally.scans += 1;
  }

  /** Asks until there is a decision; undefined when there is none after many tries. */
  async insist(client: Credentials, request: Request): Promise<Answer | undefined> {
    const { caller, tokens, plan, random } = this.parts;
    for (let tried = 1; tried <= TRIES; tried++) {
      const authorization = await tokens.authorization(client);
      const baseUrl = plan.baseUrls[this.turn++ % plan.baseUrls.length] ?? '';
      const answer = await caller.call({ ...request, baseUrl, authorization }).catch((error: unknown) => {
        if (error instanceof Unanswered) return undefined;
        throw error;
      });
      if (answer?.status === 401) tokens.forget(client);
      const inProgress = (answer?.body as { code?: string } | undefined)?.code === 'idempotency.in_progress';
      const undecided =
        answer === undefined || inProgress || [401, 429].includes(answer.status) || answer.status >= 500;
      if (!undecided) return answer;
      await delay(random.int(PAUSE_MS, PAUSE_MS + PAUSE_SPREAD_MS));
    }
    return undefined;
  }
}
