import { describe, expect, it } from 'vitest';
import { httpLog, httpMetrics } from './http-observers';
import { Log } from './log';
import { Metrics } from './metrics';
import { lockMetrics, PipelineMetrics } from './pipeline-metrics';

describe('metrics', () => {
  it('count requests by route and status, and their duration by route', async () => {
    const metrics = new Metrics();
    const observe = httpMetrics(metrics);
    observe({ method: 'POST', route: '/v1/orders', status: 201, seconds: 0.02 });
    observe({ method: 'POST', route: '/v1/orders', status: 409, seconds: 0.02 });
    const { body, contentType } = await metrics.expose();
    expect(contentType).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(body).toContain('linehaul_http_requests_total{method="POST",route="/v1/orders",status="201"} 1');
    expect(body).toContain('linehaul_http_request_duration_seconds_count{method="POST",route="/v1/orders"} 2');
    expect(body).toContain(
      'linehaul_http_request_duration_seconds_bucket{le="0.025",method="POST",route="/v1/orders"} 2',
    );
  });

  it('keep an open label to so many values, and count the rest together', async () => {
    const metrics = new Metrics();
    const seen = metrics.counter({ name: 'seen_total', help: 'x', labels: { who: { atMost: 2 } } });
    for (const who of ['a', 'b', 'c', 'd', 'a']) seen.add({ who });
    const { body } = await metrics.expose();
    expect(body).toContain('linehaul_seen_total{who="a"} 2');
    expect(body).toContain('linehaul_seen_total{who="other"} 2');
    expect(body).not.toContain('who="c"');
  });

  it('keep a listed label to its list', async () => {
    const metrics = new Metrics();
    const observe = httpMetrics(metrics);
    observe({ method: 'BREW', route: '/v1/orders', status: 405, seconds: 0.001 });
    expect((await metrics.expose()).body).toContain('method="other"');
  });

  it('tell what the stages, intake and the locks do', async () => {
    const metrics = new Metrics();
    const pipeline = new PipelineMetrics(metrics);
    pipeline.stageOrders.add({ stage: 'payment', outcome: 'moved' }, 256);
    pipeline.stageSeconds.observe({ stage: 'payment', outcome: 'timeout' }, 3);
    pipeline.stageBatch.observe({ stage: 'payment' }, 256);
    pipeline.intakeOrders.add({ outcome: 'created' }, 32);
    pipeline.intakeBatch.observe({}, 32);
    pipeline.intakeCommitSeconds.observe({}, 0.004);
    const locks = lockMetrics(metrics);
    for (const event of [locks.acquired, locks.contended, locks.renewed, locks.lost, locks.unavailable])
      event('intake');
    const { body } = await metrics.expose();
    expect(body).toContain('linehaul_stage_orders_total{stage="payment",outcome="moved"} 256');
    expect(body).toContain('linehaul_stage_batch_duration_seconds_count{stage="payment",outcome="timeout"} 1');
    expect(body).toContain('linehaul_stage_batch_orders_sum{stage="payment"} 256');
    expect(body).toContain('linehaul_intake_orders_total{outcome="created"} 32');
    expect(body).toContain('linehaul_intake_batch_orders_count 1');
    expect(body).toContain('linehaul_intake_commit_duration_seconds_count 1');
    for (const result of ['acquired', 'contended', 'renewed', 'lost', 'unavailable']) {
      expect(body).toContain(`linehaul_redis_locks_total{lock="intake",result="${result}"} 1`);
    }
  });

  it('read a sampled gauge when they are asked for', async () => {
    const metrics = new Metrics();
    let idle = 1;
    metrics.sampled({
      name: 'pool_connections',
      help: 'x',
      labels: { state: ['idle', 'busy'] },
      sample: () => [[{ state: 'idle' }, idle]],
    });
    idle = 7;
    expect((await metrics.expose()).body).toContain('linehaul_pool_connections{state="idle"} 7');
  });

  it('show the process: event loop, garbage collection, memory', async () => {
    const metrics = new Metrics();
    metrics.observeProcess();
    const { body } = await metrics.expose();
    for (const name of [
      'nodejs_eventloop_lag_p99_seconds',
      'nodejs_gc_duration_seconds',
      'process_cpu_seconds_total',
    ]) {
      expect(body).toContain(`# TYPE ${name} `);
    }
  });
});

describe('the log of requests', () => {
  it('writes one line per answer, and a fault with its error', () => {
    const lines: Record<string, unknown>[] = [];
    const destination = { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) };
    const { access, fault } = httpLog(Log.create({ level: 'info', destination }));
    const request = { method: 'GET', path: '/v1/orders/1', traceId: 't1' };
    access({
      ...request,
      route: '/v1/orders/:id',
      status: 200,
      durationMs: 1.234,
      actorId: 'c1',
      merchantId: undefined,
      lane: 'live',
      location: undefined,
    });
    fault(new Error('boom'), request);
    expect(lines).toMatchObject([
      { msg: 'request', trace_id: 't1', route: '/v1/orders/:id', status: 200, duration_ms: 1.2, actor: 'c1' },
      { level: 'error', trace_id: 't1', error: { message: 'boom' } },
    ]);
    expect(lines[0]).not.toHaveProperty('merchant_id');
  });
});
