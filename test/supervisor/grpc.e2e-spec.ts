import { credentials, loadPackageDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { freePort, LOOPBACK } from '#lib/embedded';
import { eventually } from '#lib/testing';
import { protoPath } from 'grpc-health-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer } from '../support/grpc-client';
import { ReflectedClient } from '../support/reflected-client';
import { spawnSupervised, type Supervised } from '../support/spawn-supervised';
import { startApp, type StartedApp } from '../support/start-app';
import { World } from '../support/world';

let desk: StartedApp;
let world: World;
let installation: Supervised;
let address: string;
let reflected: ReflectedClient;
beforeAll(async () => {
  desk = await startApp({ environment: { LINEHAUL_ROLES: 'http' } });
  world = await World.build(await desk.admin());
  const port = await freePort();
  address = `${LOOPBACK}:${port}`;
  installation = await spawnSupervised({ ...desk, environment: { GRPC_PORT: String(port) } });
  reflected = new ReflectedClient(address);
});
afterAll(async () => {
  reflected.close();
  expect(await installation.stop()).toBe(0);
  await desk.stop();
});

/** What the standard health service says of the whole server. */
function health(): Promise<string> {
  interface Health {
    check(
      request: object,
      options: { waitForReady?: boolean },
      done: (error: unknown, answer?: { status: string }) => void,
    ): void;
    close(): void;
  }
  const { grpc } = loadPackageDefinition(loadSync(protoPath, { enums: String })) as unknown as {
    grpc: {
      health: { v1: { Health: new (...to: [string, ReturnType<typeof credentials.createInsecure>]) => Health } };
    };
  };
  const client = new grpc.health.v1.Health(address, credentials.createInsecure());
  return new Promise<string>((resolve, reject) => {
    client.check({}, {}, (error, answer) => {
      client.close();
      if (answer === undefined) reject(error instanceof Error ? error : new Error(String(error)));
      else resolve(answer.status);
    });
  });
}

const route = () => ({
  from: { facility_id: world.ids.warehouseFacilityId },
  to: { point: { lat: 39.92, lng: 116.44, country: 'CN' } },
});
const calculate = (): Promise<object[]> =>
  reflected.call('linehaul.routing.v1.RouteService', 'CalculateRoute', route(), bearer(world.merchant.token));

describe('the built installation over gRPC', () => {
  it('says that it is healthy, what services there are, and is called with nothing else known', async () => {
    await eventually(health, (status) => status === 'SERVING');
    expect((await reflected.services()).sort()).toEqual(
      expect.arrayContaining([
        'grpc.health.v1.Health',
        'linehaul.order.v1.OrderService',
        'linehaul.routing.v1.RouteService',
        'linehaul.transport.v1.TransportService',
      ]),
    );
    expect(await calculate()).toMatchObject([{ duration: expect.any(Number) as number, legs: [{ distance: 1200 }] }]);
  });

  it('goes on when a child dies', async () => {
    const [victim] = (await installation.processes()).children;
    process.kill(victim?.pid ?? 0, 'SIGKILL');
    await eventually(
      () => calculate().catch(() => []),
      (answers) => answers.length === 1,
    );
    await installation.allReady();
    expect(await calculate()).toHaveLength(1);
  });
});
