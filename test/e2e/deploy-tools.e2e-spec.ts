import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, LOOPBACK } from '#lib/embedded';
import { eventually } from '#lib/testing';
import { beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { execute, type PrometheusTools, prometheusTools } from '../support/prometheus-tools';
import { startApp } from '../support/start-app';

const DEPLOY = join(process.cwd(), 'deploy');
const ALERTMANAGER = join(DEPLOY, 'alertmanager', 'alertmanager.yml');

let known: PrometheusTools | undefined;
beforeAll(async () => {
  known = await prometheusTools();
}, 300_000);

function toolsOf(context: TestContext): PrometheusTools {
  return known ?? context.skip('There is neither Prometheus nor apt on this machine');
}

describe('with the real tools of Prometheus', () => {
  it('the rules are valid and do what their tests say', async (context) => {
    const { promtool } = toolsOf(context);
    const cwd = join(DEPLOY, 'prometheus');
    expect((await execute(promtool, ['check', 'rules', 'rules.yml'], { cwd })).stdout).toContain('SUCCESS');
    expect((await execute(promtool, ['test', 'rules', 'rules.test.yml'], { cwd })).stdout).toContain('SUCCESS');
  });

  it('the routes are valid, and send to people what they do not know from Linehaul itself', async (context) => {
    const { amtool } = toolsOf(context);
    const routeOf = async (...labels: string[]): Promise<string> =>
      (await execute(amtool, ['config', 'routes', 'test', `--config.file=${ALERTMANAGER}`, ...labels])).stdout.trim();
    expect((await execute(amtool, ['check-config', ALERTMANAGER])).stdout).toContain('SUCCESS');
    expect(await routeOf('alertname=LinehaulDown', 'severity=critical')).toBe('linehaul');
    expect(await routeOf('alertname=cpu', 'severity=info', 'source=linehaul')).toBe('nobody');
  });

  it('a real Alertmanager takes what the application pushes', async (context) => {
    const command = toolsOf(context)['prometheus-alertmanager'];
    const port = await freePort();
    const url = `http://${LOOPBACK}:${port}`;
    const folder = mkdtempSync(join(tmpdir(), 'alertmanager-'));
    const child = spawn(command, [
      `--config.file=${ALERTMANAGER}`,
      `--storage.path=${folder}`,
      `--web.listen-address=${LOOPBACK}:${port}`,
      '--cluster.listen-address=',
    ]);
    const app = await startApp({ environment: { LOG_LEVEL: 'silent' } });
    try {
      const admin = await app.admin();
      await admin.create('/v1/alerts/channels', { name: 'am', kind: 'alertmanager', url }).expect(201);
      const names = await eventually(
        async () => {
          const answer = await fetch(`${url}/api/v2/alerts`).catch(() => undefined);
          const alerts = ((await answer?.json()) ?? []) as { labels: Record<string, string> }[];
          return alerts.map(({ labels }) => [labels['alertname'], labels['source']]);
        },
        (seen) => seen.length > 0,
        90_000,
      );
      expect(names).toContainEqual(['watchdog', 'linehaul']);
    } finally {
      await app.stop();
      child.kill();
      await once(child, 'exit');
      rmSync(folder, { recursive: true });
    }
  }, 180_000);
});
