import type { TrackingCode } from '#module/order';

/** What scanners report, in their own words. */
export const SCAN_CODES = [
  'picked_up',
  'departed',
  'arrived',
  'delayed',
  'available_for_pickup',
  'returning',
  'returned',
  'damaged',
  'lost',
] as const;

export type ScanCode = (typeof SCAN_CODES)[number];

/** The same as tracking facts of an order. */
const TRACKING_CODE_OF: Readonly<Record<ScanCode, TrackingCode>> = {
  picked_up: 'picked_up',
  departed: 'departed_facility',
  arrived: 'arrived_at_facility',
  delayed: 'delayed',
  available_for_pickup: 'available_for_pickup',
  returning: 'returning',
  returned: 'returned',
  damaged: 'damaged',
  lost: 'lost',
};

export function trackingCodeOf(code: ScanCode): TrackingCode {
  return TRACKING_CODE_OF[code];
}

/** One parcel passing a facility. `eventId` is the scanner's: the same one again is the same scan. */
export interface Scan {
  readonly eventId: string;
  readonly waybill: string;
  readonly code: ScanCode;
  readonly facilityId: string;
  readonly occurredAt: Date;
  readonly reasonCode?: string | undefined;
}
