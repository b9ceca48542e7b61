import { hostname } from 'node:os';
import { DatabaseModule, EVENT_FEED, sessionName } from '#lib/database';
import { GrpcModule } from '#lib/grpc';
import { HttpModule, type Admission } from '#lib/http';
import { IDEMPOTENCY_KEYS, IdempotencyModule } from '#lib/idempotency';
import type { Clock } from '#lib/kernel';
import { QueueModule } from '#lib/queue';
import { RedisModule } from '#lib/redis';
import { RetentionModule, type RetainedTable } from '#lib/retention';
import { HotSettingsModule } from '#lib/settings';
import { canaryMetrics, grpcLog, lockMetrics, TelemetryModule, type Log, type Metrics } from '#lib/telemetry';
import { DELIVERY_REPORTS, DeliveryModule } from '#module/delivery';
import { DispatchModule } from '#module/dispatch';
import { GatewayModule } from '#module/gateway';
import { HealthModule } from '#module/health';
import { MonitoringModule } from '#module/monitoring';
import { NotificationModule, WEBHOOK_MESSAGES, WEBHOOK_STREAMS } from '#module/notification';
import { OrderModule } from '#module/order';
import { PaymentModule } from '#module/payment';
import { RoutingModule } from '#module/routing';
import { SettingsModule } from '#module/settings';
import { TransportModule } from '#module/transport';
import { WarehouseModule } from '#module/warehouse';
import { WaybillModule } from '#module/waybill';
import { type DynamicModule, Module } from '@nestjs/common';
import { ClockModule } from './clock.module';
import type { Env } from './config/env';
import { RedisKeyLockModule } from './redis-key-lock';
import { VERSION } from './version';

export interface AppParts {
  readonly env: Env;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Under a supervisor, which has the management port. */
  readonly supervised?: boolean;
  /** The system's clock where nothing is said. */
  readonly clock?: Clock;
}

/** What is of use for a time only, and for how long. */
const RETAINED: readonly RetainedTable[] = [
  { ...IDEMPOTENCY_KEYS, keptForH: ({ retention }) => retention.idempotencyKeysH },
  { ...EVENT_FEED, keptForH: ({ retention }) => retention.eventFeedH },
  { ...DELIVERY_REPORTS, keptForH: ({ retention }) => retention.deliveryReportsH },
  { ...WEBHOOK_MESSAGES, keptForH: ({ retention }) => retention.webhookMessagesH },
  { ...WEBHOOK_STREAMS, keptForH: ({ retention }) => retention.webhookMessagesH },
];

/** Composition only: which parts there are, and what of the environment each is told. */
@Module({})
export class AppModule {
  static forRoot({ env, log, metrics, supervised = false, clock }: AppParts, admission: Admission): DynamicModule {
    const prefix = `${env.redisPrefix}:live`;
    return {
      module: AppModule,
      imports: [
        ClockModule.forRoot(clock),
        TelemetryModule.forRoot({ log, metrics }),
        DatabaseModule.forRoot({
          url: env.databaseUrl,
          poolSize: env.databasePoolSize,
          prepared: env.databasePrepared,
          applicationName: sessionName(env.processName),
          onWaiting: (error) => log.warn('PostgreSQL takes no connections yet; waiting for it', { error }),
          onWatchError: (error, topic) => log.error('A snapshot could not be refreshed', error, { topic }),
        }),
        RedisModule.forRoot({
          url: env.redisUrl,
          prefix,
          onError: (error, role) => log.warn('Redis is away', { role, error }),
          lockObserver: lockMetrics(metrics),
        }),
        QueueModule.forRoot({
          redisUrl: env.redisUrl,
          prefix: `${prefix}:queue`,
          workerName: env.processName,
          runWorkers: env.roles.has('worker'),
          onCanary: canaryMetrics(metrics, log),
          onError: (error, where) => log.error('A queue reports', error, { queue: where.queue, job_id: where.jobId }),
        }),
        HotSettingsModule.forRoot({
          onIgnored: (version, ignored) =>
            log.warn('Stored settings are not known to this build', { version, ignored }),
        }),
        RedisKeyLockModule,
        IdempotencyModule,
        HttpModule.forRoot({ version: VERSION }, admission),
        GrpcModule.forRoot(grpcLog(log)),
        GatewayModule.forRoot(),
        HealthModule.forRoot({
          management: supervised ? undefined : { host: env.host, port: env.managementPort },
          probePeriodMs: env.probePeriodMs,
        }),
        SettingsModule,
        PaymentModule,
        WarehouseModule,
        WaybillModule,
        RoutingModule,
        TransportModule,
        DispatchModule,
        OrderModule.forRoot({
          runsRelay: env.roles.has('relay'),
          takesOrders: env.roles.has('http') || env.roles.has('grpc'),
        }),
        DeliveryModule,
        MonitoringModule.forRoot({
          process: env.processName,
          instance: `${hostname()}:${env.port}/${env.place}`,
          evaluates: env.roles.has('relay'),
        }),
        NotificationModule.forRoot({ tells: env.roles.has('relay'), sends: env.roles.has('worker') }),
        RetentionModule.forRoot({ isActive: env.roles.has('relay'), tables: RETAINED }),
      ],
    };
  }
}
