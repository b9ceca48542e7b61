import { Database, DatabaseModule } from '#lib/database';
import { configureHttp, createHttpAdapter } from '#lib/http';
import { IdempotencyModule } from '#lib/idempotency';
import { CLOCK, systemContext, type Clock } from '#lib/kernel';
import { RedisModule } from '#lib/redis';
import { HotSettingsModule } from '#lib/settings';
import { cloneTemplate, testRedis } from '#lib/testing';
import { Global, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { GatewayFacade } from '../gateway.facade';
import { GatewayModule } from '../gateway.module';
import type { GatewayOptions } from '../gateway.options';
import type { Merchant } from '../domain/merchant';
import type { CreatedClient, NewClient } from '../use-cases/create-clients';

const CTX = systemContext('test');

/** The time of a world: the system's, moved by what a test says. */
class MovableClock implements Clock {
  private offsetMs = 0;

  now(): Date {
    return new Date(Date.now() + this.offsetMs);
  }

  advanceS(seconds: number): void {
    this.offsetMs += seconds * 1000;
  }
}

export interface Call {
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a string as form fields. */
  readonly body?: object | string;
  readonly address?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** One process: an application of its own over the world's PostgreSQL and Redis. */
export class GatewayProcess {
  private static addresses = 0;

  constructor(readonly app: NestFastifyApplication) {}

  async call(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, call: Call = {}): Promise<Answer> {
    const form = typeof call.body === 'string';
    const response = await this.app.inject({
      method,
      url,
      payload: call.body,
      remoteAddress: call.address,
      headers: {
        ...(call.token !== undefined && { authorization: `Bearer ${call.token}` }),
        ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
        ...call.headers,
      },
    });
    const body = response.body === '' ? {} : response.json<Record<string, unknown>>();
    return { status: response.statusCode, headers: response.headers, body };
  }

  /** Creates clients as the system does, past HTTP. */
  async createClient(client: NewClient): Promise<CreatedClient> {
    const facade = this.app.get(GatewayFacade);
    const prepared = await facade.prepareClients([client]);
    const [created] = await this.app.get(Database).transaction(CTX, (tx) => facade.createClients(CTX, tx, prepared));
    if (created === undefined) throw new Error('No client was created');
    return created;
  }

  createMerchant(name = 'Red Lantern'): Promise<Merchant> {
    const facade = this.app.get(GatewayFacade);
    return this.app.get(Database).transaction(CTX, (tx) => facade.createMerchant(CTX, tx, { name, currency: 'CNY' }));
  }

  requestToken(credentials: { clientId: string; secret: string }, address?: string): Promise<Answer> {
    const body = {
      grant_type: 'client_credentials',
      client_id: credentials.clientId,
      client_secret: credentials.secret,
    };
    return this.call('POST', '/oauth/token', { body, address });
  }

  /** From an address of its own each time, so that no test uses up another's limit. */
  async token({ client, secret }: CreatedClient): Promise<string> {
    const address = `2001:db8:0:${(++GatewayProcess.addresses).toString(16)}::1`;
    const { status, body } = await this.requestToken({ clientId: client.clientId, secret }, address);
    if (status !== 200) throw new Error(`No token for ${client.clientId}: ${status} ${JSON.stringify(body)}`);
    return String(body.access_token);
  }

  /** A new client of the role, with its token. */
  async tokenFor(client: Partial<NewClient> & Pick<NewClient, 'role'>): Promise<string> {
    return this.token(await this.createClient({ name: 'Test', ...client }));
  }
}

/** A database and a Redis, and as many processes over them as a test starts. */
export class GatewayWorld {
  readonly clock = new MovableClock();
  private readonly apps: NestFastifyApplication[] = [];

  private constructor(
    private readonly databaseUrl: string,
    private readonly drop: () => Promise<void>,
    private readonly redis: { readonly url: string; readonly prefix: string },
  ) {}

  static async create(): Promise<GatewayWorld> {
    const { url, drop } = await cloneTemplate();
    return new GatewayWorld(url, drop, await testRedis());
  }

  async process(
    options: {
      readonly gateway?: Partial<GatewayOptions>;
      readonly redisUrl?: string;
      readonly controllers?: Type[];
    } = {},
  ): Promise<GatewayProcess> {
    const app = await NestFactory.create<NestFastifyApplication>(this.module(options), createHttpAdapter(), {
      logger: false,
      abortOnError: false,
    });
    this.apps.push(app);
    configureHttp(app, { log: { access: () => undefined, fault: () => undefined }, metrics: () => undefined });
    await app.init();
    return new GatewayProcess(app);
  }

  async close(): Promise<void> {
    await Promise.all(this.apps.map((app) => app.close()));
    await this.drop();
  }

  private module({ gateway, redisUrl, controllers }: Parameters<GatewayWorld['process']>[0] = {}): Type {
    @Global()
    @Module({ providers: [{ provide: CLOCK, useValue: this.clock }], exports: [CLOCK] })
    class WorldClock {}

    const quiet = { onError: () => undefined, onWatchError: () => undefined };
    const database = { url: this.databaseUrl, poolSize: 4, prepared: true, applicationName: 'gateway-test' };
    @Module({
      imports: [
        WorldClock,
        DatabaseModule.forRoot({ ...database, ...quiet }),
        RedisModule.forRoot({ ...this.redis, url: redisUrl ?? this.redis.url, ...quiet }),
        HotSettingsModule.forRoot({ onIgnored: () => undefined }),
        IdempotencyModule,
        GatewayModule.forRoot(gateway),
      ],
      controllers,
    })
    class World {}
    return World;
  }
}
