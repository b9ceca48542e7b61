import { describe, expect, it } from 'vitest';
import { Metrics } from './metrics';
import { toOpenMetrics, wantsOpenMetrics } from './open-metrics';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const ACCEPT = 'application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5';

function filled(): Metrics {
  const metrics = new Metrics();
  const requests = metrics.counter({ name: 'requests_total', help: 'x', labels: { route: { atMost: 5 } } });
  const duration = metrics.histogram({
    name: 'duration_seconds',
    help: 'x',
    labels: { method: ['GET', 'POST'], route: { atMost: 5 } },
    buckets: [0.1, 1],
  });
  requests.add({ route: '/a' }, 3);
  duration.observe({ method: 'POST', route: '/say "hi"' }, 0.05, TRACE);
  duration.observe({ method: 'POST', route: '/say "hi"' }, 0.5);
  duration.observe({ method: 'POST', route: '/say "hi"' }, 7, TRACE);
  return metrics;
}

describe('the exposition', () => {
  it('is OpenMetrics for whom can read it, with an example of each bucket that has one', async () => {
    const { contentType, body } = await filled().expose(ACCEPT);
    expect(contentType).toMatch(/^application\/openmetrics-text; version=1\.0\.0/);
    const labels = 'method="POST",route="/say \\"hi\\""';
    const seconds = '\\d+(\\.\\d+)?';
    const lines = body.split('\n');
    const bucket = (le: string): string | undefined =>
      lines.find((line) => line.includes(`_bucket{le="${le}",${labels}}`));
    expect(bucket('0.1')).toMatch(new RegExp(`} 1 # {trace_id="${TRACE}"} 0.05 ${seconds}$`));
    expect(bucket('1')).toMatch(/} 2$/);
    expect(bucket('+Inf')).toMatch(new RegExp(`} 3 # {trace_id="${TRACE}"} 7 ${seconds}$`));
    expect(lines).toContain('# TYPE linehaul_requests counter');
    expect(lines).toContain('linehaul_requests_total{route="/a"} 3');
    expect(lines.slice(-2)).toEqual(['# EOF', '']);
    expect(lines.slice(0, -1)).not.toContain('');
  });

  it('is the old format for everybody else', async () => {
    const metrics = filled();
    await metrics.expose(ACCEPT);
    const { contentType, body } = await metrics.expose('text/plain');
    expect(contentType).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(body).toContain('# TYPE linehaul_requests_total counter\nlinehaul_requests_total{route="/a"} 3');
    expect(body).not.toContain(TRACE);
    expect(body).not.toContain('EOF');
  });

  it('names the samples of a counter with their suffix, whatever it was called', () => {
    const text = '# HELP seen Seen things\n# TYPE seen counter\nseen{a="b"} 1\n';
    expect(toOpenMetrics(text)).toBe('# HELP seen Seen things\n# TYPE seen counter\nseen_total{a="b"} 1\n# EOF\n');
  });

  it('is asked for by name', () => {
    expect([ACCEPT, '*/*', undefined].map(wantsOpenMetrics)).toEqual([true, false, false]);
  });
});
