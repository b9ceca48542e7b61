import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApp, type StartedApp } from '../support/start-app';

const FILES = ['prometheus/rules.yml', 'grafana/linehaul.json'];
/** What a histogram's samples are called besides its name. */
const PARTS = /_(bucket|sum|count)$/;

let app: StartedApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

it.each(FILES)('deploy/%s names only metrics that /metrics has', async (file) => {
  const exposition = await (await fetch(`${app.managementUrl}/metrics`)).text();
  const known = new Set([...exposition.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
  const text = readFileSync(join(process.cwd(), 'deploy', file), 'utf8');
  const named = new Set([...text.matchAll(/\blinehaul_[a-z_]+/g)].map(([name]) => name.replace(PARTS, '')));
  expect(named.size).toBeGreaterThan(5);
  expect([...named].filter((name) => !known.has(name))).toEqual([]);
});
