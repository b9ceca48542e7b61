import type { RoutingFacade } from '#module/routing';
import type { WarehouseFacade } from '#module/warehouse';

/** By zone, the active warehouses that can reach it, nearest first; all on one epoch of the network. */
export function rankWarehouses(
  warehouse: Pick<WarehouseFacade, 'warehouses'>,
  routing: Pick<RoutingFacade, 'rankOrigins'>,
  zoneIds: Iterable<string>,
): Map<string, readonly string[]> {
  const warehouseOf = new Map(warehouse.warehouses().map(({ facilityId, id }) => [facilityId, id]));
  const facilityIds = [...warehouseOf.keys()];
  return new Map(
    [...new Set(zoneIds)].map((zoneId) => [
      zoneId,
      routing.rankOrigins(zoneId, facilityIds).flatMap((facilityId) => warehouseOf.get(facilityId) ?? []),
    ]),
  );
}
