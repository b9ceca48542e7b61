import { eventually } from '#lib/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spawnSupervised, type Processes, type Supervised } from '../support/spawn-supervised';
import { startApp, type StartedApp } from '../support/start-app';
import { World } from '../support/world';
import { SteadyClients } from './steady-clients';

const CLIENTS = 6;
/** More of them, e.g. 20, show what is rare. */
const RESTARTS = Number(process.env.LINEHAUL_TEST_RESTARTS ?? '2');
const RENEWED_WITHIN_MS = 120_000;

let desk: StartedApp;
let world: World;
let installation: Supervised;
beforeAll(async () => {
  desk = await startApp({ environment: { LINEHAUL_ROLES: 'http' } });
  world = await World.build(await desk.admin());
  installation = await spawnSupervised(desk);
});
afterAll(async () => {
  expect(await installation.stop()).toBe(0);
  await desk.stop();
});

/** Resolves when nobody of `former` is left and as many new ones are ready. */
function renewed(former: Processes): Promise<Processes> {
  const pids = new Set(former.children.map(({ pid }) => pid));
  return eventually(
    () => installation.processes(),
    ({ children }) =>
      children.length === pids.size && children.every(({ state, pid }) => state === 'ready' && !pids.has(pid)),
    RENEWED_WITHIN_MS,
  );
}

describe('a rolling restart', () => {
  it(
    'replaces every child without failing a request of clients that keep their connections',
    async () => {
      const clients = new SteadyClients(installation.baseUrl, world.merchant.token ?? '', CLIENTS);
      let seen = await installation.processes();
      for (let count = 0; count < RESTARTS; count++) {
        await clients.more(CLIENTS * 2);
        installation.signal('SIGHUP');
        seen = await renewed(seen);
      }
      const { orderIds, failures } = await clients.stop();
      console.log(`${RESTARTS} rolling restarts: ${orderIds.length} orders placed, ${failures.length} requests failed`);
      expect(failures).toEqual([]);
      expect(seen.children.map(({ restarts }) => restarts)).toEqual([0, 0]);
      for (const id of orderIds.slice(-50)) await world.reaches(id, 'dispatched');
    },
    RESTARTS * RENEWED_WITHIN_MS,
  );
});
