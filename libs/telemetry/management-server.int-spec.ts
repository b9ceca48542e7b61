import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManagementServer } from './management-server';
import { Metrics } from './metrics';

describe('the management port', () => {
  const faults: unknown[] = [];
  const metrics = new Metrics();
  const server = () =>
    new ManagementServer(
      {
        '/metrics': async () => ({ status: 200, ...(await metrics.expose()) }),
        '/broken': () => Promise.reject(new Error('boom')),
      },
      (error) => faults.push(error),
    );
  let running: ManagementServer;
  let base: string;
  beforeEach(async () => {
    running = server();
    base = `http://127.0.0.1:${await running.listen('127.0.0.1', 0)}`;
  });
  afterEach(() => running.close());

  it('serves the metrics, to HEAD without a body', async () => {
    const seen = metrics.counter({ name: 'probe_total', help: 'x', labels: {} });
    seen.add({});
    const got = await fetch(`${base}/metrics?x=1`);
    expect(got.status).toBe(200);
    expect(got.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(await got.text()).toContain('linehaul_probe_total 1');
    const head = await fetch(`${base}/metrics`, { method: 'HEAD' });
    expect(head.status).toBe(200);
    expect(await head.text()).toBe('');
  });

  it('knows no other path, not even those of every object, and no other method', async () => {
    expect((await fetch(`${base}/nothing`)).status).toBe(404);
    expect((await fetch(`${base}/toString`)).status).toBe(404);
    const post = await fetch(`${base}/metrics`, { method: 'POST' });
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it('reports what breaks and says nothing of it', async () => {
    const got = await fetch(`${base}/broken`);
    expect([got.status, await got.text()]).toEqual([500, 'Internal error\n']);
    expect(faults).toHaveLength(1);
  });

  it('rejects when its port is taken', async () => {
    const port = Number(new URL(base).port);
    await expect(server().listen('127.0.0.1', port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
