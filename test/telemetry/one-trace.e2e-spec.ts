import { randomBytes } from 'node:crypto';
import { freePort, LOOPBACK } from '#lib/embedded';
import { anOrder, eventually, FaultProxy, OtlpReceiver, WebhookReceiver, type ArrivedSpan } from '#lib/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from '../support/api';
import { bearer } from '../support/grpc-client';
import { ReflectedClient } from '../support/reflected-client';
import { spawnSupervised, type Supervised } from '../support/spawn-supervised';
import { startApp, type StartedApp } from '../support/start-app';
import { World } from '../support/world';

const STAGES = ['payment', 'fulfilment', 'dispatch'];
const CALL = 'linehaul.transport.v1.TransportService/AssignDelivery';
/** What the trace of an order holds, whichever processes did it. */
const WAY = [
  'POST /v1/orders',
  'intake commit',
  CALL,
  ...STAGES.flatMap((stage) => [`work ${stage}`, `stage ${stage}`]),
];
const PHONE = '+8613800138000';

let desk: StartedApp;
let world: World;
let receiver: OtlpReceiver;
/** Between the installation and its receiver. */
let line: FaultProxy;
let merchant: WebhookReceiver;
let installation: Supervised;
let grpc: ReflectedClient;
/** The merchant as a client of the installation, not of the desk. */
let client: Api;
beforeAll(async () => {
  desk = await startApp({ environment: { LINEHAUL_ROLES: 'http' } });
  world = await World.build(await desk.admin());
  [receiver, merchant] = [await OtlpReceiver.open(), await WebhookReceiver.listen()];
  line = await FaultProxy.to(receiver.endpoint);
  await registerWebhook();
  const port = await freePort();
  installation = await spawnSupervised({
    ...desk,
    environment: {
      GRPC_PORT: String(port),
      LOG_LEVEL: 'info',
      OTEL_EXPORTER_OTLP_ENDPOINT: line.urlOf(receiver.endpoint),
      OTEL_EXPORTER_OTLP_TIMEOUT: '500',
      OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=blue',
      OTEL_TRACES_SAMPLER_ARG: '0',
    },
  });
  client = world.merchant.at(installation.baseUrl);
  grpc = new ReflectedClient(`${LOOPBACK}:${port}`);
});
afterAll(async () => {
  grpc.close();
  expect(await installation.stop()).toBe(0);
  await line.close();
  await Promise.all([receiver.close(), merchant.close()]);
  await desk.stop();
});

async function registerWebhook(): Promise<void> {
  const { body } = await world.admin.get('/v1/settings').expect(200);
  const change = { values: { webhooks: { allow_list: '127.0.0.0/8' } }, reason: 'A receiver in the test' };
  await world.admin.change('patch', '/v1/settings', (body as { version: number }).version, change).expect(200);
  await world.merchant.create('/v1/webhook-endpoints', { url: merchant.url('/hook?key=hidden') }).expect(201);
}

/** A caller's own place in a trace of its own. */
function callersPlace(flags: '00' | '01'): { traceId: string; spanId: string; traceparent: string } {
  const [traceId, spanId] = [randomBytes(16).toString('hex'), randomBytes(8).toString('hex')];
  return { traceId, spanId, traceparent: `00-${traceId}-${spanId}-${flags}` };
}

async function place(traceparent: string): Promise<string> {
  const answer = await client
    .create('/v1/orders', anOrder().build())
    .set({ traceparent, tracestate: 'vendor=abc' })
    .expect(201);
  return (answer.body as { id: string }).id;
}

const named = (spans: readonly ArrivedSpan[], name: string): ArrivedSpan[] =>
  spans.filter((span) => span.name === name);
const one = (spans: readonly ArrivedSpan[], name: string): ArrivedSpan => {
  const [span] = named(spans, name);
  if (span === undefined) throw new Error(`No span ${name} among ${spans.map((other) => other.name).join(', ')}`);
  return span;
};

describe('the built installation with a receiver of OTLP', () => {
  it('has one trace from the POST over work rows, jobs and gRPC to the webhook', async () => {
    const caller = callersPlace('01');
    const orderId = await place(caller.traceparent);
    await world.reaches(orderId, 'dispatched');
    const metadata = bearer(world.merchant.token);
    metadata.set('traceparent', caller.traceparent);
    await grpc
      .call('linehaul.transport.v1.TransportService', 'AssignDelivery', { order_id: orderId }, metadata)
      .catch(() => []);
    const spans = await eventually(
      () => receiver.spans(caller.traceId),
      (seen) => WAY.every((name) => named(seen, name).length > 0) && named(seen, 'webhook delivery').length === 5,
    );
    const request = one(spans, 'POST /v1/orders');
    expect(request).toMatchObject({ parentSpanId: caller.spanId, kind: 2, traceState: 'vendor=abc' });
    expect(request.attributes).toMatchObject({
      'http.response.status_code': 201,
      'linehaul.merchant_id': world.ids.merchantId,
      'linehaul.order_id': orderId,
    });
    expect(one(spans, 'intake commit').parentSpanId).toBe(request.spanId);
    for (const stage of STAGES) {
      const work = one(spans, `work ${stage}`);
      const run = one(spans, `stage ${stage}`);
      expect(work.parentSpanId).toBe(request.spanId);
      expect(run.parentSpanId).toBe(work.spanId);
      expect(run.attributes).toMatchObject({ 'linehaul.order_id': orderId, 'linehaul.stage': stage });
      const [batch] = run.links;
      await eventually(
        () => receiver.spans(batch?.traceId),
        (seen) => named(seen, `batch ${stage}`).length === 1,
      );
    }
    expect(one(spans, CALL).parentSpanId).toBe(caller.spanId);
    const deliveries = named(spans, 'webhook delivery');
    expect(deliveries.every(({ parentSpanId }) => parentSpanId === request.spanId)).toBe(true);
    const arrived = merchant.arrived.filter((message) => message.orderId === orderId);
    expect(arrived.map(({ traceparent = '' }) => traceparent).sort()).toEqual(
      deliveries.map(({ spanId }) => `00-${caller.traceId}-${spanId}-01`).sort(),
    );
    expect(new Set(arrived.map(({ tracestate }) => tracestate))).toEqual(new Set(['vendor=abc']));
    expect(receiver.headers).toMatchObject({ 'x-tenant': 'blue' });
  });

  it('sends its lines too, with the trace, lane, merchant and order', async () => {
    const caller = callersPlace('01');
    const orderId = await place(caller.traceparent);
    const lines = await eventually(
      () => receiver.lines().filter(({ traceId }) => traceId === caller.traceId),
      (seen) => seen.length > 0,
    );
    expect(lines[0]).toMatchObject({
      body: 'request',
      severity: 'info',
      attributes: { lane: 'live', merchant_id: world.ids.merchantId, order_id: orderId, route: '/v1/orders' },
    });
  });

  it('tells nothing of traces that nobody records, and hands no mark of them on', async () => {
    const [caller, recorded] = [callersPlace('00'), callersPlace('01')];
    const orderId = await place(caller.traceparent);
    await world.reaches(orderId, 'dispatched');
    await place(recorded.traceparent);
    await eventually(
      () => receiver.spans(recorded.traceId),
      (seen) => named(seen, 'webhook delivery').length === 5,
    );
    expect(receiver.spans(caller.traceId)).toEqual([]);
    const arrived = merchant.arrived.filter((message) => message.orderId === orderId);
    expect(arrived.map(({ traceparent }) => traceparent)).toEqual(Array(5).fill(undefined));
  });

  it('sends no telephone number, no token and nothing of what stands behind a host', () => {
    expect(receiver.text).not.toContain(PHONE.slice(1));
    expect(receiver.text).not.toContain(world.merchant.token);
    expect(receiver.text).not.toContain('hidden');
  });

  it.each([
    ['refuses', () => receiver.refuse(true), () => receiver.refuse(false)],
    ['does not answer', () => line.apply({ kind: 'black_hole' }), () => line.heal()],
  ])('goes on when the receiver %s, and counts what it drops', async (_how, lose, bring) => {
    const dropped = async (): Promise<number> => {
      const exposition = await (await fetch(`${installation.managementUrl}/metrics`)).text();
      const samples = exposition.matchAll(/^linehaul_telemetry_dropped_total\{.*signal="traces".*\} (\d+)$/gm);
      return [...samples].reduce((sum, [, count]) => sum + Number(count), 0);
    };
    lose();
    const before = await dropped();
    const orderId = await place(callersPlace('01').traceparent);
    await world.reaches(orderId, 'dispatched');
    await eventually(dropped, (count) => count > before);
    bring();
    const again = callersPlace('01');
    await place(again.traceparent);
    await eventually(
      () => receiver.spans(again.traceId),
      (seen) => named(seen, 'POST /v1/orders').length === 1,
    );
  });

  it('names the trace of a recorded request beside its bucket, to scrapers that can read it', async () => {
    const caller = callersPlace('01');
    await place(caller.traceparent);
    const accept = 'application/openmetrics-text;version=1.0.0';
    const answer = await fetch(`${installation.managementUrl}/metrics`, { headers: { accept } });
    expect(answer.headers.get('content-type')).toMatch(/^application\/openmetrics-text/);
    const text = await answer.text();
    expect(text).toMatch(
      new RegExp(
        `^linehaul_http_request_duration_seconds_bucket\\{child="\\d",le=.*\\} \\d+ # \\{trace_id="${caller.traceId}"\\}`,
        'm',
      ),
    );
    expect(text.endsWith('# EOF\n')).toBe(true);
  });
});
