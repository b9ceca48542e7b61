import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, OtlpReceiver } from '#lib/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spawnApp } from '../support/spawn-app';
import { startApp, type StartedApp } from '../support/start-app';

/** Writes down, when its process ends, which files it has loaded. */
const PROBE = `
  process.on('exit', () => require('node:fs').writeFileSync(process.env.LOADED_FILES, Object.keys(require.cache).join('\\n')));`;
const TELEMETRY = /@opentelemetry\/|OTLPTraceExporter/;

let desk: StartedApp;
let folder: string;
beforeAll(async () => {
  desk = await startApp({ environment: { LINEHAUL_ROLES: 'http' } });
  folder = mkdtempSync(join(tmpdir(), 'linehaul-loaded-'));
  writeFileSync(join(folder, 'probe.cjs'), PROBE);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await desk.stop();
});

/** Starts the built application, lets it do something, ends it; answers the loaded files that hold OpenTelemetry. */
async function loadedBy(environment: Record<string, string>, until: () => Promise<unknown>): Promise<string[]> {
  const list = join(folder, 'loaded.txt');
  const probe = { NODE_OPTIONS: `--require ${join(folder, 'probe.cjs')}`, LOADED_FILES: list, LOG_LEVEL: 'info' };
  const app = await spawnApp({ ...desk, environment: { ...probe, ...environment } });
  try {
    expect((await fetch(`${app.baseUrl}/v1/orders`)).status).toBe(401);
    await until();
  } finally {
    expect(await app.stop()).toBe(0);
  }
  const files = readFileSync(list, 'utf8').split('\n');
  expect(files.some((file) => file.endsWith(join('bundle', 'serve.js')))).toBe(true);
  return files.filter((file) => TELEMETRY.test(file) || TELEMETRY.test(textOf(file)));
}

/** Of a package's file too, which the build keeps beside it. */
function textOf(file: string): string {
  const kept = file.replace(/\.js$/, '.text.js');
  return readFileSync(existsSync(kept) ? kept : file, 'latin1');
}

describe('the built application', () => {
  it('loads nothing of OpenTelemetry without a receiver', async () => {
    expect(await loadedBy({}, () => Promise.resolve())).toEqual([]);
  });

  it('loads it with one, when the first batch leaves', async () => {
    const receiver = await OtlpReceiver.open();
    const loaded = await loadedBy({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint }, () =>
      eventually(
        () => receiver.lines(),
        (lines) => lines.length > 0,
      ),
    );
    await receiver.close();
    expect(loaded.length).toBeGreaterThan(0);
  });

  it('ends in good order although its receiver never was there', async () => {
    const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9', OTEL_TRACES_SAMPLER_ARG: '1' };
    expect(await loadedBy(environment, () => Promise.resolve())).not.toEqual([]);
  });
});
