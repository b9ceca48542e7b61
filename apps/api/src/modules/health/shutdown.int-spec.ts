import { EventEmitter, once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { Controller, Get, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Endpoint, endpoint, reply, type HttpReply } from '#lib/http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManagementPort } from './management-port';
import { ProcessState } from './process-state';
import { Shutdown } from './shutdown';
import { startProbed } from './testing/probed-app';

const signals = new EventEmitter();
const route = endpoint({ tag: 'test', summary: 'x', auth: 'public', success: { status: 200 } });

@Controller()
class TestController {
  @Get('quick')
  @Endpoint(route)
  quick(): HttpReply {
    return reply.ok({ ok: true });
  }

  /** Answers when the test says so. */
  @Get('held')
  @Endpoint(route)
  async held(): Promise<HttpReply> {
    signals.emit('held');
    await once(signals, 'let-go');
    return reply.ok({ ok: true });
  }
}

const steps: string[] = [];

@Injectable()
class Worker implements BeforeApplicationShutdown {
  beforeApplicationShutdown(): void {
    steps.push('workers');
  }
}

/** One request over the agent's connections: its status, and whether the connection may be used again. */
async function get(agent: Agent, url: string): Promise<{ status: number; connection: string | undefined }> {
  const asked = request(url, { agent });
  asked.end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  answer.resume();
  await once(answer, 'end');
  return { status: answer.statusCode ?? 0, connection: answer.headers.connection };
}

describe('a shutdown', () => {
  let app: NestFastifyApplication;
  let drop: () => Promise<void>;
  let base: string;
  const agents: Agent[] = [];
  beforeEach(async () => {
    ({ app, drop } = await startProbed(500, { controllers: [TestController], providers: [Worker] }));
    app.get(ProcessState).markServing();
    base = await app.getUrl();
  });
  afterEach(async () => {
    signals.emit('let-go');
    await app.get(Shutdown).run(app);
    for (const agent of agents.splice(0)) agent.destroy();
    await drop();
    steps.length = 0;
  });

  function client(): Agent {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    agents.push(agent);
    return agent;
  }

  it('fails no request of clients that keep their connections and heed readiness', async () => {
    const failures: unknown[] = [];
    let answered = 0;
    let ready = true;
    const management = `http://127.0.0.1:${String(app.get(ManagementPort).port)}/health/ready`;
    const balancer = async (): Promise<void> => {
      const agent = client();
      while (ready) ready = (await get(agent, management)).status === 200;
    };
    const caller = async (): Promise<void> => {
      const agent = client();
      while (ready) {
        try {
          const { status } = await get(agent, `${base}/quick`);
          if (status !== 200) failures.push(status);
          answered++;
          if (answered === 200) signals.emit('warm');
        } catch (error) {
          failures.push(error);
        }
      }
    };
    const warm = once(signals, 'warm');
    const callers = Promise.all(Array.from({ length: 20 }, caller));
    const watching = balancer();
    await warm;
    expect(await app.get(Shutdown).run(app)).toBe('clean');
    await Promise.all([callers, watching]);
    expect(failures).toEqual([]);
    expect(answered).toBeGreaterThan(200);
  });

  it('lets a request that was already running finish, and closes its connection with the answer', async () => {
    const begun = once(signals, 'held');
    const held = get(client(), `${base}/held`);
    await begun;
    const ended = app.get(Shutdown).run(app);
    await expect.poll(() => app.getHttpServer().listening, { timeout: 3000 }).toBe(false);
    expect(steps).toEqual([]); // workers wait for the requests, which may still need them
    signals.emit('let-go');
    expect(await held).toEqual({ status: 200, connection: 'close' });
    expect(await ended).toBe('clean');
    expect(steps).toEqual(['workers']);
  });

  it('goes on answering for a probe period, asking clients to reconnect', async () => {
    const agent = client();
    expect(await get(agent, `${base}/quick`)).toEqual({ status: 200, connection: 'keep-alive' });
    const ended = app.get(Shutdown).run(app);
    expect(await get(agent, `${base}/health/ready`)).toEqual({ status: 503, connection: 'close' });
    expect(await get(agent, `${base}/quick`)).toEqual({ status: 200, connection: 'close' });
    expect(await ended).toBe('clean');
    await expect(get(agent, `${base}/quick`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('closes no idle connection while its client may still leave by itself', async () => {
    const agent = client();
    await get(agent, `${base}/quick`);
    const ended = app.get(Shutdown).run(app, { announceMs: 0, lingerMs: 8000 });
    const management = `http://127.0.0.1:${String(app.get(ManagementPort).port)}/health/ready`;
    for (let look = 0; look < 5; look++) expect((await get(client(), management)).status).toBe(503);
    // Sent on the connection that was idle when the shutdown began, and is so still.
    expect(await get(agent, `${base}/quick`)).toEqual({ status: 200, connection: 'close' });
    expect(await ended).toBe('clean');
  });

  it('cuts off a request that does not end, and says so', { timeout: 20_000 }, async () => {
    const begun = once(signals, 'held');
    const held = get(client(), `${base}/held`).catch((error: unknown) => error);
    await begun;
    const asked = performance.now();
    expect(await app.get(Shutdown).run(app)).toBe('forced');
    expect(performance.now() - asked).toBeLessThan(10_500);
    expect(await held).toMatchObject({ code: 'ECONNRESET' });
    expect(steps).toEqual(['workers']);
  });

  it('runs once, however often it is asked for', async () => {
    const [one, other] = await Promise.all([app.get(Shutdown).run(app), app.get(Shutdown).run(app)]);
    expect([one, other]).toEqual(['clean', 'clean']);
    expect(steps).toEqual(['workers']);
  });
});
