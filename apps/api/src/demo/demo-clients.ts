import type { NewClient } from '#module/gateway';

/**
 * Couriers with a client of their own; the others' tasks are reported by the operator. Each secret costs some 20 ms of
 * hashing while a newcomer waits, and all of them are shown to that newcomer.
 */
const COURIER_CLIENTS = 12;

/** The demo's rates: generous enough for `npm run demo -- --rate 500`. */
const RATE = { ratePerS: 5_000, burst: 10_000 };

/** The clients of people and machines that play in the demo; the merchant's is bound to it once it exists. */
export function demoClients(courierIds: readonly string[]): NewClient[] {
  const couriers = courierIds.slice(0, COURIER_CLIENTS).map((courierId, index): NewClient => ({
    clientId: `demo-courier-${String(index + 1).padStart(2, '0')}`,
    name: `Demo courier ${index + 1}`,
    role: 'courier',
    courierId,
  }));
  return [
    { clientId: 'demo-merchant', name: 'Demo merchant', role: 'merchant', ...RATE },
    { clientId: 'demo-operator', name: 'Demo operator', role: 'operator', ...RATE },
    { clientId: 'demo-admin', name: 'Demo administrator', role: 'admin' },
    { clientId: 'demo-viewer', name: 'Demo viewer', role: 'viewer' },
    { clientId: 'demo-scanner', name: 'Demo scanner', role: 'scanner', scopes: ['scanner'], ...RATE },
    ...couriers,
  ];
}
