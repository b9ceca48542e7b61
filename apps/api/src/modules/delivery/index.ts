/**
 * Delivery: what scanners and couriers report of parcels, and what couriers and the public see of them.
 *
 * Invariants:
 * - a report (`event_id`) counts once; the same one again is answered as the first time and changes nothing;
 * - reports go to the order, which alone decides whether they move it; a late one is kept and never moves it back;
 * - a report, what it does to the order, its task and its proof are one transaction;
 * - a courier sees its own tasks only, the public sees no person;
 * - an open task is on the list of the courier who has the next attempt; the one before reports only what was before that.
 *
 *   scan at the station of the order's plan ──► task open ── out_for_delivery ⇄ delivery_attempt_failed
 *                                                 └── delivered (proof) | goes back | waits elsewhere | lost ──► closed
 */
export { DeliveryModule } from './delivery.module';
export { DELIVERY_REPORTS } from './retained-reports';
