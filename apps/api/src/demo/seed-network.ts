import { linkKey, type ImportedNetwork } from '#module/routing';
import { type DemoNetwork, demoNetwork } from './network';
import type { SeedTools } from './seed-tools';

/** Where the demo's warehouses and couriers belong. */
export interface PlacedNetwork {
  readonly warehouses: readonly { readonly code: string; readonly name: string; readonly facilityId: string }[];
  readonly zoneIds: readonly string[];
}

/** Imports the network with its timetables, and returns when this process knows it. Repeating it changes nothing. */
export async function importDemoNetwork({ ctx, database, routing, transport }: SeedTools): Promise<PlacedNetwork> {
  const network = await demoNetwork();
  const imported = await database.transaction(ctx, async (tx) => {
    const ids = await routing.importNetwork(ctx, tx, network);
    await transport.importTimetables(ctx, tx, timetablesOf(network, ids));
    return ids;
  });
  await routing.refresh();
  await transport.planTrips(ctx);
  const warehouses = network.facilities.flatMap(({ kind, code, name }) => {
    const facilityId = imported.facilityIds.get(code);
    return kind === 'warehouse' && facilityId !== undefined ? [{ code, name, facilityId }] : [];
  });
  return { warehouses, zoneIds: [...imported.zoneIds.values()] };
}

function timetablesOf({ timetables }: DemoNetwork, { linkIds }: ImportedNetwork) {
  return timetables.map(({ fromCode, toCode, ...departure }) => {
    const linkId = linkIds.get(linkKey(fromCode, toCode));
    if (linkId === undefined) throw new Error(`The import knows no link from ${fromCode} to ${toCode}`);
    return { linkId, ...departure };
  });
}
