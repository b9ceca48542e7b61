/**
 * Routing: the line-haul network, and the way an order takes through it.
 *
 * Invariants
 * - The network in memory is one epoch: facilities, links, zones and trees were read in one snapshot of PostgreSQL, and
 *   the epoch is the version of topic `network` in it. The same epoch is the same network in every process.
 * - Ways minimise driving time, then distance, then the id of the last link; no tie is left to chance.
 * - A position belongs to the zone whose centre is nearest among the circles of its country that cover it; of equally
 *   near ones to the lower code. Zones that are inactive, or whose station is, cover nothing.
 * - No search on an order's path: one tree per warehouse is ready before its epoch is seen.
 * - What something refers to is not deleted: other modules veto the `...Removed` events.
 *
 *   change ──► versions('network') + 1, same transaction ──► every process, within 250 ms:
 *              read beside ──► build zones, graph, trees ──► swap one reference
 */
export { greatCircleM } from './domain/great-circle';
export type { Position } from './domain/great-circle';
export type { Facility, FacilityKind, Link, Zone } from './domain/network';
export { linkKey } from './domain/network-import';
export type { ImportedNetwork, NetworkImport } from './domain/network-import';
export type { OrderRoute, PlanRequest, RoutePlan } from './domain/route-plan';
export type { ZoneHit } from './domain/zone-index';
export { FacilityRemoved, LinkRemoved, ZoneRemoved } from './routing.events';
export { RoutingFacade } from './routing.facade';
export { RoutingModule } from './routing.module';
