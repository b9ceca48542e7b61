import { join } from 'node:path';
import { beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { execute, type PrometheusTools, prometheusTools } from '../support/prometheus-tools';

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
    expect((await execute(promtool, ['check', 'config', 'prometheus.yml'], { cwd })).stdout).toContain('SUCCESS');
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
});
