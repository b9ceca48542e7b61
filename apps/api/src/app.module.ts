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
import {
  canaryMetrics,
  grpcLog,
  lockMetrics,
  TelemetryModule,
  type Log,
  type Metrics,
  type Traces,
} from '#lib/telemetry';
import { AUDIT_ENTRIES, AuditModule } from '#module/audit';
import { ConsoleModule } from '#module/console';
import { DELIVERY_REPORTS, DeliveryModule } from '#module/delivery';
import { DispatchModule } from '#module/dispatch';
import { GatewayModule, SESSIONS } from '#module/gateway';
import { HealthModule } from '#module/health';
import { MonitoringModule } from '#module/monitoring';
import { EMAIL_MESSAGES, NotificationModule, WEBHOOK_MESSAGES, WEBHOOK_STREAMS } from '#module/notification';
import { BULK_ACTIONS, OperationsModule } from '#module/operations';
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
  /** Nothing is recorded without them. */
  readonly traces?: Traces | undefined;
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
  { ...AUDIT_ENTRIES, keptForH: ({ retention }) => retention.auditH },
  { ...SESSIONS, keptForH: ({ retention }) => retention.sessionsH },
  { ...WEBHOOK_MESSAGES, keptForH: ({ retention }) => retention.webhookMessagesH },
  { ...WEBHOOK_STREAMS, keptForH: ({ retention }) => retention.webhookMessagesH },
  { ...EMAIL_MESSAGES, keptForH: ({ retention }) => retention.emailMessagesH },
  { ...BULK_ACTIONS, keptForH: ({ retention }) => retention.bulkActionsH },
];

/** Composition only: which parts there are, and what of the environment each is told. */
@Module({})
export class AppModule {
  static forRoot(parts: AppParts, admission: Admission): DynamicModule {
    return { module: AppModule, imports: [...foundations(parts, admission), ...edge(parts), ...business(parts)] };
  }
}

type Imports = NonNullable<DynamicModule['imports']>;

/** What every module stands on. */
function foundations({ env, log, metrics, traces, clock }: AppParts, admission: Admission): Imports {
  const prefix = `${env.redisPrefix}:live`;
  return [
    ClockModule.forRoot(clock),
    TelemetryModule.forRoot({ log, metrics, traces }),
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
      onIgnored: (version, ignored) => log.warn('Stored settings are not known to this build', { version, ignored }),
    }),
    RedisKeyLockModule,
    IdempotencyModule,
    HttpModule.forRoot({ version: VERSION }, admission),
    GrpcModule.forRoot(grpcLog(log)),
  ];
}

/** Who may come in, and what is told of the process itself. */
function edge({ env, supervised = false }: AppParts): Imports {
  return [
    GatewayModule.forRoot(),
    HealthModule.forRoot({
      management: supervised ? undefined : { host: env.host, port: env.managementPort },
      probePeriodMs: env.probePeriodMs,
    }),
    AuditModule,
    ConsoleModule.forRoot(),
  ];
}

/** The way an order takes, and who watches it. */
function business({ env }: AppParts): Imports {
  return [
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
      disks: env.disks,
      evaluates: env.roles.has('relay'),
    }),
    NotificationModule.forRoot({
      tells: env.roles.has('relay'),
      sends: env.roles.has('worker'),
      smtpPassword: env.smtpPassword,
    }),
    OperationsModule.forRoot({ worksActions: env.roles.has('worker') }),
    RetentionModule.forRoot({ isActive: env.roles.has('relay'), tables: RETAINED }),
  ];
}
