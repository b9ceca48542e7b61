import { setTimeout as delay } from 'node:timers/promises';
import type { ApiClient } from './api-client';
import { type Link, type Route, scanSteps, type ScanStep } from './scan-steps';
import type { Tally } from './tally';

/** A dispatched order on its way to the station. */
export interface Parcel {
  readonly waybill: string;
  readonly courierId: string;
  readonly steps: ScanStep[];
}

/** `waits`: it was not dispatched when it was last seen. Looked at again from `atMs` on. */
interface PlacedOrder {
  readonly id: string;
  readonly looks: number;
  readonly waits: boolean;
  readonly atMs: number;
}

interface ExpandedOrder {
  readonly status: string;
  readonly waybill: { readonly number: string } | null;
  readonly route: Route | null;
  readonly assignment: { readonly courier_id: string } | null;
}

const LOOKERS = 8;
const IDLE_MS = 50;
/** Orders that are not dispatched yet are looked at again after this time, and not for ever. */
const LOOK_AGAIN_MS = 2_000;
const LOOKS = 150;
const MAX_FOLLOWED = 100_000;

/** Knows which orders were placed, which of them wait, and which are ready for the scanners. */
export class Parcels {
  private readonly placedOrders: PlacedOrder[] = [];
  private ready: Parcel[] = [];

  constructor(
    private readonly operator: ApiClient,
    private readonly links: ReadonlyMap<number, Link>,
    private readonly tally: Tally,
  ) {}

  placed(id: string, status: string): void {
    if (this.placedOrders.length >= MAX_FOLLOWED) return;
    const waits = status !== 'dispatched';
    if (waits) this.tally.waiting += 1;
    this.placedOrders.push({ id, looks: 0, waits, atMs: performance.now() + (waits ? LOOK_AGAIN_MS : 0) });
  }

  /** All parcels that need their next scan; the scanner hands back those that are not there yet. */
  takeAll(): Parcel[] {
    const parcels = this.ready;
    this.ready = [];
    return parcels;
  }

  handBack(parcels: readonly Parcel[]): void {
    this.ready.push(...parcels);
  }

  /** Looks up dispatched orders until `signal`. */
  async play(signal: AbortSignal): Promise<void> {
    await Promise.all(Array.from({ length: LOOKERS }, () => this.look(signal)));
  }

  private async look(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const order = this.placedOrders.shift();
      if (order === undefined || order.atMs > performance.now()) {
        if (order !== undefined) this.placedOrders.push(order);
        await delay(IDLE_MS, undefined, { signal }).catch(() => undefined);
        continue;
      }
      await this.lookUp(order).catch(() => {
        if (!signal.aborted) this.tally.fault('order not readable');
      });
    }
  }

  private async lookUp(order: PlacedOrder): Promise<void> {
    const path = `/v1/orders/${order.id}?expand=waybill,route,assignment`;
    const { body } = await this.operator.get<ExpandedOrder>(path);
    const { waybill, route, assignment } = body;
    const steps = route ? scanSteps(route, this.links) : undefined;
    if (body.status === 'dispatched' && waybill && assignment && steps) {
      if (order.waits) this.tally.waiting -= 1;
      this.tally.dispatched += 1;
      this.ready.push({ waybill: waybill.number, courierId: assignment.courier_id, steps });
    } else if (order.looks < LOOKS) {
      if (!order.waits) this.tally.waiting += 1;
      const atMs = performance.now() + LOOK_AGAIN_MS;
      this.placedOrders.push({ id: order.id, looks: order.looks + 1, waits: true, atMs });
    } else {
      this.tally.fault('order not dispatched in time');
    }
  }
}
