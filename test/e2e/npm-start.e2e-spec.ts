import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LOOPBACK, removeServerData, stopAbandoned } from '#lib/embedded';
import { anOrder, eventually } from '#lib/testing';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from '../support/api';
import { isAlive } from '../support/is-alive';
import type { Processes } from '../support/spawn-supervised';

const run = promisify(execFile);

interface DemoFile {
  base_url: string;
  management_url: string;
  clients: Record<string, { client_id: string; client_secret: string }>;
  console: { url: string; username: string; password: string };
}

type Command = readonly [string, readonly string[]];
const NODE: Command = [process.execPath, ['scripts/start.mjs']];
const NPM: Command = ['npm', ['start']];

let stateFolder: string;
let launcher: ChildProcess | undefined;
let printed: string;

/** `npm start` with a state folder of its own; resolves when it says that it is ready or has ended. */
async function start(environment: Record<string, string> = {}, command = NODE): Promise<number | null> {
  const { PATH, HOME } = process.env;
  printed = '';
  launcher = spawn(command[0], command[1], {
    env: { PATH, HOME, LINEHAUL_STATE: stateFolder, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [launcher.stdout, launcher.stderr]) stream?.on('data', (text) => (printed += String(text)));
  const { exitCode } = await eventually(
    () => ({ exitCode: launcher?.exitCode ?? null, ready: printed.includes('Ctrl-C stops') }),
    (state) => state.ready || state.exitCode !== null,
    90_000,
  );
  return exitCode;
}

async function end(signal: NodeJS.Signals): Promise<number | null> {
  if (launcher?.exitCode === null && launcher.signalCode === null) {
    launcher.kill(signal);
    await once(launcher, 'exit');
  }
  return launcher?.exitCode ?? null;
}

function demoFile(): DemoFile {
  return JSON.parse(readFileSync(join(stateFolder, 'demo.json'), 'utf8')) as DemoFile;
}

async function merchant(): Promise<Api> {
  const { base_url: baseUrl, clients } = demoFile();
  const { client_id: id, client_secret: secret } = clients['demo-merchant'] ?? { client_id: '', client_secret: '' };
  return Api.signIn(baseUrl, id, secret);
}

/** The processes that `npm start` keeps running, by what they are; one that is just being started again is missing. */
async function pids(): Promise<Record<string, number>> {
  const seen: Record<string, number> = {};
  const answer = await fetch(`${demoFile().management_url}/processes`).catch(() => undefined);
  if (answer !== undefined) {
    const { supervisor, children } = (await answer.json()) as Processes;
    seen['supervisor'] = supervisor.pid;
    for (const { child, pid } of children) seen[`child ${child}`] = pid;
  }
  const pidFile = join(stateFolder, 'postgres', 'data', 'postmaster.pid');
  if (existsSync(pidFile)) seen['postgres'] = Number(readFileSync(pidFile, 'utf8').split('\n', 1)[0]);
  const redis = await redisPid();
  if (redis !== undefined) seen['redis'] = redis;
  return seen;
}

async function redisPid(): Promise<number | undefined> {
  const read = (name: string): string => readFileSync(join(stateFolder, 'redis', name), 'utf8');
  const redis = new Redis(Number(read('port')), LOOPBACK, {
    password: read('password'),
    retryStrategy: () => null,
    lazyConnect: true,
  });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return Number(/process_id:(\d+)/.exec(await redis.info('server'))?.[1]);
  } catch {
    return undefined;
  } finally {
    redis.disconnect();
  }
}

/** Nobody listens there any more. */
async function isFree(url: string): Promise<boolean> {
  return fetch(url).then(
    () => false,
    () => true,
  );
}

beforeAll(() => {
  stateFolder = mkdtempSync(join(tmpdir(), 'linehaul-start-'));
  chmodSync(stateFolder, 0o755);
});

afterAll(async () => {
  await end('SIGTERM');
  await stopAbandoned({ checkout: process.cwd(), stateFolder });
  removeServerData(stateFolder);
});

describe('npm start', () => {
  let orderId: string;

  it('brings everything up, and the credentials it prints place an order', async () => {
    expect(await start(), printed).toBeNull();
    expect(statSync(join(stateFolder, 'demo.json')).mode & 0o777).toBe(0o600);
    expect(printed).toContain(demoFile().base_url);
    expect(printed).toContain(demoFile().clients['demo-merchant']?.client_secret);
    const placed = await (await merchant()).create('/v1/orders', anOrder().build()).expect(201);
    orderId = placed.body.id;
  });

  it('prints who may log in to the console', async () => {
    const { base_url: baseUrl, console: user } = demoFile();
    expect(user.url).toBe(`${baseUrl}/console`);
    expect(printed).toContain(user.password);
    const { username, password } = user;
    await new Api(baseUrl).post('/v1/sessions', { username, password }).expect(201);
  });

  it('prints a line that places an order when it is pasted into a shell', async () => {
    const line = printed.split('\n').find((text) => text.startsWith('N=$(date')) ?? '';
    const { stdout } = await run('bash', ['-c', line]);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'received', version: 1 });
  });

  it('refuses to run twice on one state folder', async () => {
    const first = launcher;
    expect(await start()).toBe(1);
    expect(printed).toContain('Linehaul already runs from this folder');
    launcher = first;
  });

  it('leaves nothing running when it is stopped, and finds its data again', async () => {
    const before = demoFile();
    expect(await end('SIGINT')).toBe(0);
    expect(await isFree(before.base_url)).toBe(true);
    expect(existsSync(join(stateFolder, 'start.lock'))).toBe(false);

    expect(await start(), printed).toBeNull();
    expect(demoFile()).toEqual(before);
    await (await merchant()).get(`/v1/orders/${orderId}`).expect(200);
  });

  it('runs new children after a reload, and the same servers and supervisor', async () => {
    const before = await pids();
    const { stdout } = await run(process.execPath, ['scripts/reload.mjs'], {
      env: { PATH: process.env.PATH, LINEHAUL_STATE: stateFolder },
    });
    expect(stdout).toBe('2 children are new.\n');
    const after = await pids();
    const kept = Object.keys(before).filter((name) => before[name] === after[name]);
    expect(kept.sort()).toEqual(['postgres', 'redis', 'supervisor']);
    await (await merchant()).create('/v1/orders', anOrder().build()).expect(201);
  });

  it.each([
    ['its servers', ['postgres', 'redis']],
    ['its supervisor', ['supervisor']],
    ['everything at once', ['postgres', 'redis', 'supervisor', 'child 0', 'child 1']],
  ] as const)('is whole again by itself when somebody kills %s', async (what, victims) => {
    const shop = await merchant();
    const before = await pids();
    for (const victim of victims) process.kill(before[victim] ?? 0, 'SIGKILL');
    const killedMs = performance.now();
    const placed = await eventually(
      async () => {
        const answer = await shop.create('/v1/orders', anOrder().build()).catch(() => undefined);
        return answer?.status === 201 ? (answer.body.id as string) : undefined;
      },
      (id) => id !== undefined,
      30_000,
    );
    await eventually(
      async () => (await shop.get(`/v1/orders/${String(placed)}`)).body.status as string,
      (status) => status === 'dispatched',
      30_000,
    );
    console.log(`killed ${what}: an order was dispatched ${(performance.now() - killedMs).toFixed(0)} ms later`);
    const after = await eventually(
      () => pids(),
      (seen) => Object.keys(seen).length === 5 && victims.every((victim) => seen[victim] !== before[victim]),
      30_000,
    );
    expect(Object.values(after).every(isAlive)).toBe(true);
    expect(launcher?.exitCode).toBeNull();
  });

  it('takes its application down even when it is killed itself, and recovers at the next start', async () => {
    const { base_url: baseUrl } = demoFile();
    await end('SIGKILL');
    await eventually(
      () => isFree(baseUrl),
      (free) => free,
    );

    expect(await start(), printed).toBeNull();
    await (await merchant()).get(`/v1/orders/${orderId}`).expect(200);
    expect(await end('SIGTERM')).toBe(0);
  });

  it('ends with the npm that runs it, although no signal gets here', async () => {
    expect(await start({}, NPM), printed).toBeNull();
    const { base_url: baseUrl } = demoFile();
    launcher?.kill('SIGTERM');
    await eventually(
      async () => (await isFree(baseUrl)) && !existsSync(join(stateFolder, 'start.lock')),
      (ended) => ended,
    );
  });

  it('says what to do when the port that it was told to use is taken', async () => {
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(0, LOOPBACK, resolve));
    const { port } = squatter.address() as { port: number };
    try {
      expect(await start({ PORT: String(port) })).toBe(1);
      expect(printed).toContain(`PORT ${port} of 127.0.0.1 can't be used (EADDRINUSE): free it, or choose another.`);
    } finally {
      squatter.close();
    }
  });
});
