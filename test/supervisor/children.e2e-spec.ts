import { eventually } from '#lib/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { spawnSupervised, type Supervised } from '../support/spawn-supervised';
import { startApp, type StartedApp } from '../support/start-app';
import { World } from '../support/world';
import { isAlive } from '../support/is-alive';
import { place, SteadyClients } from './steady-clients';

/** Builds the world and reads orders; does none of their work. */
let desk: StartedApp;
let world: World;
let installation: Supervised;
let clients: SteadyClients;
const REPLACED_WITHIN_MS = 100_000;
const token = (): string => world.merchant.token ?? '';

beforeAll(async () => {
  desk = await startApp({ environment: { LINEHAUL_ROLES: 'http' } });
  world = await World.build(await desk.admin());
});
afterAll(() => desk.stop());
beforeEach(async () => {
  installation = await spawnSupervised(desk);
});
afterEach(async () => {
  await clients.stop();
  expect(await installation.stop()).toBe(0);
});

describe.each(['SIGKILL', 'SIGSTOP'] as const)('a child that gets %s under load', (signal) => {
  it('is replaced, while its sibling takes orders and does the work that it had begun', async () => {
    const [victim, sibling] = (await installation.processes()).children;
    clients = new SteadyClients(installation.baseUrl, token(), 4);
    await clients.more(100);
    process.kill(victim?.pid ?? 0, signal);
    const killedMs = performance.now();
    const passed = (): string => (performance.now() - killedMs).toFixed(0);

    const orderId = await place(installation.baseUrl, token());
    const answered = passed();
    await world.reaches(orderId, 'dispatched');
    const dispatched = passed();
    const after = await eventually(
      () => installation.processes(),
      ({ children }) =>
        children.length === 2 && children.every(({ state, pid }) => state === 'ready' && pid !== victim?.pid),
      REPLACED_WITHIN_MS,
    );
    console.log(
      `${signal}: 2xx after ${answered} ms, its order dispatched after ${dispatched} ms, whole after ${passed()} ms`,
    );
    expect(isAlive(victim?.pid ?? 0)).toBe(false);
    expect(after.children.find(({ child }) => child === victim?.child)?.restarts).toBe(1);
    expect(after.children.find(({ child }) => child === sibling?.child)).toMatchObject({
      pid: sibling?.pid,
      restarts: 0,
    });
    await clients.more(100);
    const { orderIds, failures } = await clients.stop();
    expect(failures.length).toBeLessThanOrEqual(4); // the connections that the victim held, each once
    for (const id of orderIds) await world.reaches(id, 'dispatched');
  }, 180_000);
});

describe('connections that reach a hung child before it is found out', () => {
  it('are all served, by the others', async () => {
    clients = new SteadyClients(installation.baseUrl, token(), 1);
    const [victim] = (await installation.processes()).children;
    process.kill(victim?.pid ?? 0, 'SIGSTOP');
    const placed = await Promise.all(Array.from({ length: 40 }, () => place(installation.baseUrl, token())));
    expect(new Set(placed).size).toBe(40);
  });
});

describe('an installation without a living child', () => {
  it('lets connections wait for the next child instead of refusing them', async () => {
    clients = new SteadyClients(installation.baseUrl, token(), 1);
    const { children } = await installation.processes();
    for (const { pid } of children) process.kill(pid, 'SIGKILL');
    const orderId = await place(installation.baseUrl, token());
    await world.reaches(orderId, 'dispatched');
  });
});
