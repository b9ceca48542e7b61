import { DatabaseModule } from '#lib/database';
import { GrpcModule } from '#lib/grpc';
import { IdempotencyModule } from '#lib/idempotency';
import { RedisModule } from '#lib/redis';
import { HotSettingsModule } from '#lib/settings';
import { Log, Metrics, TelemetryModule } from '#lib/telemetry';
import { DispatchModule } from '#module/dispatch';
import { GatewayModule } from '#module/gateway';
import { PaymentModule } from '#module/payment';
import { RoutingModule } from '#module/routing';
import { TransportModule } from '#module/transport';
import { WarehouseModule } from '#module/warehouse';
import { type DynamicModule, Module } from '@nestjs/common';
import { ClockModule } from '../clock.module';
import { complain } from './play/terminal';

export interface SeedTarget {
  readonly databaseUrl: string;
  readonly redisUrl: string;
}

const POOL_SIZE = 6;

/** The modules that hold what a demo or a benchmark needs before the first order; no HTTP, no queue, no stage runs. */
@Module({})
export class SeedModule {
  static forRoot({ databaseUrl, redisUrl }: SeedTarget): DynamicModule {
    const report = (error: unknown): void => complain(String(error));
    return {
      module: SeedModule,
      imports: [
        ClockModule.forRoot(),
        // Whoever serves gRPC streams writes to a log; here nobody calls, and a person reads the terminal.
        TelemetryModule.forRoot({ log: Log.create({ level: 'silent' }), metrics: new Metrics() }),
        DatabaseModule.forRoot({
          url: databaseUrl,
          poolSize: POOL_SIZE,
          prepared: true,
          applicationName: 'linehaul-seed',
          onWatchError: report,
        }),
        RedisModule.forRoot({ url: redisUrl, prefix: 'linehaul:live', onError: report }),
        HotSettingsModule.forRoot({ onIgnored: () => undefined }),
        IdempotencyModule,
        GrpcModule.forRoot({ fault: report }),
        GatewayModule.forRoot(),
        PaymentModule,
        WarehouseModule,
        RoutingModule,
        TransportModule,
        DispatchModule,
      ],
    };
  }
}
