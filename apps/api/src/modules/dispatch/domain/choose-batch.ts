import { chooseCourier, type Choice, type Delivery, type Whereabouts } from './choose-courier';
import type { Point } from './distance';
import { withParcel, type OpenShift } from './shift-fit';

/** What one order of a batch asks for. */
export interface CourierRequest extends Delivery {
  readonly orderId: string;
  readonly zoneId: string;
}

/** Everything a batch is decided on: the open shifts of its zones and where their couriers are. */
export interface Supply {
  readonly shifts: ReadonlyMap<string, readonly OpenShift[]>;
  readonly positions: ReadonlyMap<string, Point>;
  readonly zoneCentres: ReadonlyMap<string, Point>;
}

export interface Decision {
  readonly request: CourierRequest;
  readonly choice: Choice;
}

/** Decides order by order: each parcel takes its room from the shift before the next one is looked at. */
export function chooseBatch(requests: readonly CourierRequest[], supply: Supply, nowMs: number): Decision[] {
  const left = new Map([...supply.shifts].map(([zoneId, shifts]) => [zoneId, [...shifts]]));
  return requests.map((request) => {
    const shifts = left.get(request.zoneId) ?? [];
    // A zone without a known middle makes all couriers without a position equally near, wherever that is.
    const whereabouts: Whereabouts = {
      positions: supply.positions,
      zoneCentre: supply.zoneCentres.get(request.zoneId) ?? request,
    };
    const choice = chooseCourier(request, shifts, whereabouts, nowMs);
    if (choice.kind === 'chosen') take(shifts, choice.best.shift, request.weightG);
    return { request, choice };
  });
}

function take(shifts: OpenShift[], shift: OpenShift, weightG: number): void {
  shifts[shifts.indexOf(shift)] = withParcel(shift, weightG);
}
