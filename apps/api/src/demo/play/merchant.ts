import { setTimeout as delay } from 'node:timers/promises';
import type { ApiClient } from './api-client';
import type { Country } from './country';
import type { Parcels } from './parcels';
import { randomOrder } from './random-order';
import type { Tally } from './tally';

const TICK_MS = 20;
/** How many orders may be under way to the API; beyond it the merchant waits, however high the rate. */
const MAX_OPEN = 512;
/** An order is followed once it is dispatched, so the answer may wait for that. */
const PREFER = 'wait=5';

/** A merchant that places orders at a steady rate. */
export class Merchant {
  private readonly open = new Set<Promise<void>>();

  constructor(
    private readonly api: ApiClient,
    private readonly country: Country,
    private readonly parcels: Parcels,
    private readonly tally: Tally,
  ) {}

  /** Places `ratePerS` orders a second until `signal`; what it cannot keep up with is not made up for. */
  async play(ratePerS: number, signal: AbortSignal): Promise<void> {
    const run = Date.now().toString(36);
    let number = 0;
    let owed = 0;
    let lastMs = performance.now();
    while (!signal.aborted) {
      const nowMs = performance.now();
      owed = Math.min(ratePerS, owed + ((nowMs - lastMs) / 1000) * ratePerS);
      lastMs = nowMs;
      for (; owed >= 1 && this.open.size < MAX_OPEN; owed--) this.start(`demo-${run}-${++number}`, signal);
      await delay(TICK_MS, undefined, { signal }).catch(() => undefined);
    }
    await Promise.all(this.open);
  }

  private start(reference: string, signal: AbortSignal): void {
    const placing = this.place(reference, signal).finally(() => this.open.delete(placing));
    this.open.add(placing);
  }

  private async place(reference: string, signal: AbortSignal): Promise<void> {
    try {
      const body = randomOrder(this.country, reference);
      const request = { body, idempotencyKey: reference, prefer: PREFER };
      const answer = await this.api.post<{ id: string; status: string; code?: string }>('/v1/orders', request);
      if (answer.status !== 201) {
        this.tally.fault(`order ${answer.status} ${answer.body.code ?? ''}`);
        return;
      }
      this.tally.placed += 1;
      this.parcels.placed(answer.body.id, answer.body.status);
    } catch {
      if (!signal.aborted) this.tally.fault('order unanswered');
    }
  }
}
