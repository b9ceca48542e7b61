/** A shift as operators see it. */
export interface Shift {
  readonly id: number;
  readonly courierId: string;
  readonly zoneId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly capacityParcels: number;
  readonly capacityG: number;
  readonly usedParcels: number;
  readonly usedG: number;
  readonly scheduled: boolean;
  readonly closed: boolean;
}
