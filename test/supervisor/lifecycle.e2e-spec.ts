import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort, LOOPBACK } from '#lib/embedded';
import { eventually } from '#lib/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isAlive } from '../support/is-alive';
import { spawnSupervised, type Supervised } from '../support/spawn-supervised';
import { startApp, type StartedApp } from '../support/start-app';
import { World } from '../support/world';

let desk: StartedApp;
let world: World;
beforeAll(async () => {
  desk = await startApp({ environment: { LINEHAUL_ROLES: 'http' } });
  world = await World.build(await desk.admin());
});
afterAll(() => desk.stop());

describe('an installation', () => {
  let installation: Supervised;
  afterEach(() => installation.stop());

  it('deals groups of roles to its children, and shows all of them at one management port', async () => {
    installation = await spawnSupervised({ ...desk, environment: { LINEHAUL_ROLES: 'http,relay;worker' } });
    const { children } = await installation.processes();
    expect(children.map(({ child, roles }) => ({ child, roles }))).toEqual([
      { child: 0, roles: ['http', 'relay'] },
      { child: 1, roles: ['worker'] },
    ]);
    const metrics = await (await fetch(`${installation.managementUrl}/metrics`)).text();
    for (const child of ['0', '1', 'supervisor']) {
      expect(metrics).toMatch(new RegExp(`^process_resident_memory_bytes\\{child="${child}"\\} \\d+$`, 'm'));
    }
    const ready = await fetch(`${installation.managementUrl}/health/ready`);
    expect(ready.status).toBe(200);
    expect(Object.keys(((await ready.json()) as { details: object }).details)).toEqual(['child 0', 'child 1']);
    await world.reaches(await world.place(), 'dispatched');
  });

  it('leaves no child behind when its supervisor is killed', async () => {
    installation = await spawnSupervised(desk);
    const { children } = await installation.processes();
    installation.signal('SIGKILL');
    await eventually(
      () => children.filter(({ pid }) => isAlive(pid)),
      (alive) => alive.length === 0,
    );
  });
});

describe('an installation whose children cannot start', () => {
  let printed: string;
  let supervisor: ChildProcess;

  async function launch(environment: Readonly<Record<string, string>>): Promise<string> {
    const [port, managementPort] = [await freePort(), await freePort()];
    printed = '';
    supervisor = spawn(process.execPath, [join('dist', 'apps', 'api', 'src', 'main.js')], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        REDIS_URL: desk.redisUrl,
        LINEHAUL_HOST: LOOPBACK,
        PORT: String(port),
        MANAGEMENT_PORT: String(managementPort),
        ...environment,
      },
    });
    for (const stream of [supervisor.stdout, supervisor.stderr])
      stream?.on('data', (text) => (printed += String(text)));
    return `http://${LOOPBACK}:${managementPort}`;
  }

  it('tries again and again, with longer and longer pauses, says so, and still ends when it is told to', async () => {
    // PostgreSQL answers, so there is nothing to wait for.
    const nowhere = Object.assign(new URL(desk.databaseUrl), { pathname: '/nowhere' }).href;
    const managementUrl = await launch({ DATABASE_URL: nowhere, LINEHAUL_CHILDREN: '1' });
    const pauses = (): number[] => [...printed.matchAll(/"delay_ms":(\d+)/g)].map(([, ms]) => Number(ms));
    await eventually(pauses, (seen) => seen.length >= 3, 50_000);
    expect(pauses().slice(0, 3)).toEqual([250, 500, 1000]);
    expect((await fetch(`${managementUrl}/health/live`)).status).toBe(200);
    expect((await fetch(`${managementUrl}/health/ready`)).status).toBe(503);
    const exited = once(supervisor, 'exit');
    supervisor.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
  });

  it('gives up at once when they say that the configuration is at fault', async () => {
    await launch({ DATABASE_URL: desk.databaseUrl }); // whose server would lose commits, and nothing says that it may
    expect(await once(supervisor, 'exit')).toEqual([1, null]);
    expect(printed).toContain('Or set LINEHAUL_UNSAFE_DURABILITY=on.');
  });
});
