import { TransactionalEvents } from '#lib/database';
import { uuidv7 } from '#lib/kernel';
import { testDatabase, throwWatchFault, type TestDatabase } from '#lib/testing';
import { ZoneRemoved } from '#module/routing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Courier } from '../persistence/courier.entity';
import { DispatchWorld } from '../testing/dispatch-world';
import { RefuseZoneRemovalWhenCouriersWorkThere } from './refuse-zone-removal-when-couriers-work-there';

let db: TestDatabase;
let world: DispatchWorld;
const events = new TransactionalEvents();

beforeAll(async () => {
  db = await testDatabase({ entities: [Courier] });
  world = new DispatchWorld(db.database, db.ctx, throwWatchFault);
  new RefuseZoneRemovalWhenCouriersWorkThere(events, world.couriers).onModuleInit();
});
afterAll(() => db.close());

const remove = (zoneId: string) =>
  world.transaction((tx) => events.publish(world.ctx, tx, new ZoneRemoved(zoneId)).then(() => 'removed'));

describe('removing a zone', () => {
  it('is refused while couriers belong to it', async () => {
    const zone = uuidv7();
    await world.courier(zone);
    await expect(remove(zone)).rejects.toMatchObject({ kind: 'conflict', code: 'dispatch.zone_in_use' });
    expect(await remove(uuidv7())).toBe('removed');
  });
});
