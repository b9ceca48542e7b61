import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ManagementPort } from './management-port';
import { ProcessState } from './process-state';
import { startProbed } from './testing/probed-app';

describe('the probes', () => {
  let app: NestFastifyApplication;
  let drop: () => Promise<void>;
  let bases: string[];
  beforeEach(async () => {
    ({ app, drop } = await startProbed(10));
    bases = [await app.getUrl(), `http://127.0.0.1:${String(app.get(ManagementPort).port)}`];
  });
  afterEach(async () => {
    await app.close();
    await drop();
  });

  async function statuses(path: string, init?: RequestInit): Promise<number[]> {
    return Promise.all(bases.map(async (base) => (await fetch(`${base}/health/${path}`, init)).status));
  }

  it('say on both ports that a process runs, but takes no requests, before it serves', async () => {
    expect(await statuses('live')).toEqual([200, 200]);
    expect(await statuses('ready')).toEqual([503, 503]);
    expect(await statuses('startup')).toEqual([503, 503]);
  });

  it('say so once it serves, and take it back when it drains', async () => {
    app.get(ProcessState).markServing();
    expect(await statuses('ready')).toEqual([200, 200]);
    expect(await statuses('startup')).toEqual([200, 200]);
    app.get(ProcessState).startDraining();
    expect(await statuses('ready')).toEqual([503, 503]);
    expect(await statuses('startup')).toEqual([200, 200]);
    expect(await statuses('live')).toEqual([200, 200]);
    app.get(ProcessState).markServing();
    expect(await statuses('ready')).toEqual([503, 503]);
  });

  it('answer HEAD alike', async () => {
    expect(await statuses('live', { method: 'HEAD' })).toEqual([200, 200]);
    expect(await statuses('ready', { method: 'HEAD' })).toEqual([503, 503]);
  });

  it('give the account of terminus, also with a 503', async () => {
    for (const base of bases) {
      const ready = await fetch(`${base}/health/ready`);
      expect(ready.headers.get('cache-control')).toBe('no-store');
      expect(ready.headers.get('content-type')).toMatch(/^application\/json/);
      expect(await ready.json()).toMatchObject({
        status: 'error',
        error: { process: { status: 'down', phase: 'starting' } },
        info: { database: { status: 'up' } },
      });
    }
  });

  it('turn to 503 after three failed checks of PostgreSQL, while the process still lives', async () => {
    app.get(ProcessState).markServing();
    expect(await statuses('ready')).toEqual([200, 200]);
    await drop();
    drop = () => Promise.resolve();
    const seen: number[] = [];
    await vi.waitFor(
      async () => {
        const [status = 0] = await statuses('ready');
        seen.push(status);
        expect(status).toBe(503);
      },
      { timeout: 10_000 },
    );
    expect(seen.filter((status) => status === 200).length).toBeGreaterThanOrEqual(2);
    expect(await statuses('live')).toEqual([200, 200]);
    const ready = await fetch(`${String(bases[0])}/health/ready`);
    expect(await ready.text()).not.toMatch(/database "|FATAL|test_/);
  });

  it('come with the metrics on the management port alone', async () => {
    const [api, management] = await Promise.all(bases.map((base) => fetch(`${base}/metrics`)));
    expect(api?.status).toBe(404);
    expect(management?.status).toBe(200);
    expect(await management?.text()).toContain('linehaul_http_requests_total');
  });
});
