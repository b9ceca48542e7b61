import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { ApiClient } from './api-client';
import type { Tally } from './tally';

const AT_WORK = 16;
const IDLE_MS = 50;
const FAILED_SHARE = 0.03;

interface Task {
  readonly id: string;
  readonly order_status: string;
  readonly recipient: { readonly name: string; readonly lat: number; readonly lng: number } | null;
}

/** Whose token a courier uses, and the query that lists its tasks with it. */
export interface CourierAccess {
  readonly api: ApiClient;
  readonly query: string;
}

/** The couriers of all stations: called when a parcel is there, they take it on the vehicle and bring it to the door. */
export class Couriers {
  private readonly called = new Set<string>();

  constructor(
    private readonly accessOf: (courierId: string) => CourierAccess,
    private readonly tally: Tally,
  ) {}

  call(courierId: string): void {
    this.called.add(courierId);
  }

  async play(signal: AbortSignal): Promise<void> {
    await Promise.all(Array.from({ length: AT_WORK }, () => this.work(signal)));
  }

  private async work(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const [courierId] = this.called;
      if (courierId === undefined) {
        await delay(IDLE_MS, undefined, { signal }).catch(() => undefined);
        continue;
      }
      this.called.delete(courierId);
      await this.round(courierId, signal).catch(() => {
        if (!signal.aborted) this.tally.fault('courier unanswered');
      });
    }
  }

  /** One look at the list: whatever is at the station goes on the vehicle, whatever is on it to the door. */
  private async round(courierId: string, signal: AbortSignal): Promise<void> {
    const { api, query } = this.accessOf(courierId);
    const { status, body } = await api.get<{ data?: readonly Task[] }>(`/v1/tasks?state=open&limit=50${query}`);
    if (status !== 200) {
      this.tally.fault(`tasks ${status}`);
      return;
    }
    const tasks = body.data ?? [];
    for (const task of tasks) {
      if (signal.aborted) return;
      await this.carry(api, task);
    }
    if (tasks.length > 0) this.call(courierId);
  }

  private async carry(api: ApiClient, task: Task): Promise<void> {
    if (task.order_status !== 'out_for_delivery') {
      await this.report(api, task, { code: 'out_for_delivery' });
    } else if (Math.random() < FAILED_SHARE) {
      const event = { code: 'delivery_attempt_failed', reason_code: 'consignee_absent' };
      if (await this.report(api, task, event)) this.tally.attemptsFailed += 1;
    } else {
      const { name = 'Recipient', lat = 0, lng = 0 } = task.recipient ?? {};
      const event = { code: 'delivered', position: { lat, lng }, proof: { recipient_name: name } };
      if (await this.report(api, task, event)) this.tally.delivered += 1;
    }
  }

  private async report(api: ApiClient, task: Task, event: { readonly code: string }): Promise<boolean> {
    const body = { event_id: randomUUID(), occurred_at: new Date().toISOString(), ...event };
    const answer = await api.post<{ code?: string }>(`/v1/tasks/${task.id}/events`, { body });
    if (answer.status !== 200) this.tally.fault(`task ${answer.status} ${answer.body.code ?? ''}`);
    return answer.status === 200;
  }
}
