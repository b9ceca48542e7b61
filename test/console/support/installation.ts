import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cloneTemplate, testRedis } from '#lib/testing';
import { seedDemo } from '../../../apps/api/src/demo/seed';
import { Api } from '../../support/api';
import { spawnApp } from '../../support/spawn-app';
import { addViewer, type ConsoleStage, type Credentials, setStage } from './console-stage';

/** The built application over a demo of its own, with some orders under way. */
export interface Installation {
  readonly baseUrl: string;
  readonly admin: Credentials;
  readonly viewer: Credentials;
  /** Signed in as an API client, for what a test does beside the browser. */
  readonly api: Api;
  /** Signed in as the demo's merchant. */
  readonly merchant: Api;
  readonly servers: { readonly databaseUrl: string; readonly redisUrl: string };
  readonly stage: ConsoleStage;
  /** Ends the application and starts it again, at the same address. */
  stopApp(): Promise<void>;
  startApp(): Promise<void>;
  stop(): Promise<void>;
}

export async function startInstallation(): Promise<Installation> {
  const database = await cloneTemplate();
  const { url: redisUrl } = await testRedis();
  const stateFolder = mkdtempSync(join(tmpdir(), 'linehaul-console-'));
  const demo = await seedDemo({ databaseUrl: database.url, redisUrl, stateFolder });
  if (demo.console === undefined) throw new Error('The demo has nobody who could log in');
  const servers = { databaseUrl: database.url, redisUrl };
  let app = await spawnApp(servers);
  const { baseUrl } = app;
  const signIn = (id: string): Promise<Api> => Api.signIn(baseUrl, id, demo.clients[id]?.client_secret ?? '');
  const [api, merchant] = [await signIn('demo-admin'), await signIn('demo-merchant')];
  return {
    baseUrl,
    merchant,
    servers,
    admin: demo.console,
    viewer: await addViewer(api),
    api,
    stage: await setStage(baseUrl, api, merchant),
    stopApp: async () => {
      await app.stop();
    },
    startApp: async () => {
      app = await spawnApp({ ...servers, environment: { PORT: new URL(baseUrl).port } });
    },
    stop: async () => {
      await app.stop();
      await database.drop();
      rmSync(stateFolder, { recursive: true, force: true });
    },
  };
}
