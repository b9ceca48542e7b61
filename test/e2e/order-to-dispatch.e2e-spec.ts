import { anOrder } from '#lib/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type StartedApp } from '../support/start-app';
import { spawnApp } from '../support/spawn-app';
import { World } from '../support/world';

let app: StartedApp;
let world: World;
beforeAll(async () => {
  app = await startApp();
  world = await World.build(await app.admin());
});
afterAll(() => app.stop());

describe('an order', () => {
  it('is paid, allocated, waybilled and dispatched without anybody doing anything', async () => {
    const id = await world.place(anOrder().withLines({ sku: 'SKU-0001', quantity: 2 }).build());
    const order = await world.reaches(id, 'dispatched');
    expect(order.payment_status).toBe('captured');
    const answer = await world.merchant.get(`/v1/orders/${id}?expand=events,waybill,route,assignment`).expect(200);
    expect(answer.body.waybill.number).toMatch(/^LH[0-9A-Z]{13}$/);
    expect(answer.body.assignment.courier_id).toBe(world.ids.courierId);
  });

  it('goes the same way when one process takes it in and another does the work', async () => {
    const worker = await spawnApp({ databaseUrl: app.databaseUrl, redisUrl: app.redisUrl });
    try {
      const id = await world.place();
      expect((await world.reaches(id, 'dispatched')).status).toBe('dispatched');
    } finally {
      expect(await worker.stop()).toBe(0);
    }
  });
});
