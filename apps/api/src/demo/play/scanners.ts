import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { ApiClient } from './api-client';
import type { Couriers } from './couriers';
import type { Parcel, Parcels } from './parcels';
import type { Tally } from './tally';

/** A parcel takes one step per round: a whole journey in a few seconds. */
const ROUND_MS = 400;
const BATCH = 200;

interface ScanAnswer {
  readonly data: readonly { readonly status: number; readonly problem?: { readonly code?: string } }[];
}

/** The scanners of all facilities: they see every parcel go out and come in. */
export class Scanners {
  constructor(
    private readonly api: ApiClient,
    private readonly parcels: Parcels,
    private readonly couriers: Couriers,
    private readonly tally: Tally,
  ) {}

  async play(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const startedMs = performance.now();
      await this.round(signal);
      const restMs = Math.max(10, ROUND_MS - (performance.now() - startedMs));
      await delay(restMs, undefined, { signal }).catch(() => undefined);
    }
  }

  private async round(signal: AbortSignal): Promise<void> {
    const parcels = this.parcels.takeAll();
    const moving: Parcel[] = [];
    for (let at = 0; at < parcels.length && !signal.aborted; at += BATCH) {
      moving.push(...(await this.scan(parcels.slice(at, at + BATCH), signal)));
    }
    this.parcels.handBack(moving);
  }

  /** Reports the next step of each; answers those that have more before them. */
  private async scan(parcels: readonly Parcel[], signal: AbortSignal): Promise<Parcel[]> {
    const occurredAt = new Date().toISOString();
    const body = parcels.map(({ waybill, steps: [step] }) => ({
      event_id: randomUUID(),
      waybill,
      code: step?.code,
      facility_id: step?.facilityId,
      occurred_at: occurredAt,
    }));
    try {
      const answer = await this.api.post<ScanAnswer>('/v1/scans', { body });
      return parcels.filter((parcel, index) => this.stepOn(parcel, answer.body.data[index]));
    } catch {
      if (!signal.aborted) this.tally.fault('scans unanswered');
      return [...parcels];
    }
  }

  private stepOn(parcel: Parcel, result: ScanAnswer['data'][number] | undefined): boolean {
    if (result?.status !== 200) {
      this.tally.fault(`scan ${result?.problem?.code ?? result?.status ?? 'unanswered'}`);
      return false;
    }
    this.tally.scans += 1;
    parcel.steps.shift();
    if (parcel.steps.length > 0) return true;
    this.couriers.call(parcel.courierId);
    return false;
  }
}
