import { Global, type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Database, DatabaseModule, statement, type Tx, VersionWatch } from '#lib/database';
import { CALL_GATE, GrpcModule } from '#lib/grpc';
import { throwWatchFault } from '#lib/testing';
import { HotSettingsModule } from '#lib/settings';
import { IdempotencyModule } from '#lib/idempotency';
import { CLOCK, type Context, systemClock, systemContext } from '#lib/kernel';
import type { NetworkImport } from '../domain/network-import';
import { RoutingFacade } from '../routing.facade';
import { RoutingModule } from '../routing.module';

/** Nobody calls over gRPC here: the gate is there and never asked. */
@Global()
@Module({
  providers: [
    { provide: CLOCK, useValue: systemClock },
    { provide: CALL_GATE, useValue: {} },
  ],
  exports: [CLOCK, CALL_GATE],
})
class SurroundingsModule {}

@Module({})
class NetworkTestModule {}

/** The routing module as one process runs it, without its HTTP server. */
export class NetworkWorld {
  readonly ctx: Context = systemContext('network-test');
  readonly routing: RoutingFacade;
  readonly database: Database;
  readonly watch: VersionWatch;

  private constructor(private readonly app: INestApplicationContext) {
    this.routing = app.get(RoutingFacade);
    this.database = app.get(Database);
    this.watch = app.get(VersionWatch);
  }

  static async open(url: string): Promise<NetworkWorld> {
    const database = {
      url,
      poolSize: 4,
      prepared: true,
      applicationName: 'network-test',
      onWatchError: throwWatchFault,
    };
    const app = await NestFactory.createApplicationContext(
      {
        module: NetworkTestModule,
        imports: [
          SurroundingsModule,
          GrpcModule.forRoot({ fault: throwWatchFault }),
          DatabaseModule.forRoot(database),
          HotSettingsModule.forRoot({ onIgnored: () => undefined }),
          IdempotencyModule,
          RoutingModule,
        ],
      },
      { logger: ['error', 'warn'], abortOnError: false },
    );
    return new NetworkWorld(app);
  }

  get<T>(type: abstract new (...args: never[]) => T): T {
    return this.app.get(type);
  }

  transaction<T>(work: (tx: Tx) => T | Promise<T>): Promise<T> {
    return this.database.transaction(this.ctx, work);
  }

  close(): Promise<void> {
    return this.app.close();
  }
}

const point = (lat: number, lng: number): { lat: number; lng: number; country: string } => ({
  lat,
  lng,
  country: 'CN',
});

/** Two warehouses, a hub and two stations; the second station is reached by way of the hub alone. */
export const SMALL_NETWORK: NetworkImport = {
  facilities: [
    { code: 'WH-A', kind: 'warehouse', name: 'A', ...point(31, 121) },
    { code: 'WH-B', kind: 'warehouse', name: 'B', ...point(34, 109) },
    { code: 'HUB', kind: 'hub', name: 'Hub', ...point(32, 118) },
    { code: 'ST-1', kind: 'station', name: 'One', ...point(31.2, 121.5) },
    { code: 'ST-2', kind: 'station', name: 'Two', ...point(39.9, 116.4) },
  ],
  links: [
    { fromCode: 'WH-A', toCode: 'ST-1', distanceM: 50_000, durationS: 3_600 },
    { fromCode: 'WH-A', toCode: 'HUB', distanceM: 300_000, durationS: 14_400 },
    { fromCode: 'WH-B', toCode: 'HUB', distanceM: 900_000, durationS: 43_200 },
    { fromCode: 'HUB', toCode: 'ST-1', distanceM: 320_000, durationS: 15_000 },
    { fromCode: 'HUB', toCode: 'ST-2', distanceM: 950_000, durationS: 45_000 },
  ],
  zones: [
    { code: 'Z-1', name: 'One', stationCode: 'ST-1', radiusM: 30_000, ...point(31.2, 121.5) },
    { code: 'Z-2', name: 'Two', stationCode: 'ST-2', radiusM: 40_000, ...point(39.9, 116.4) },
  ],
};

/** The version of topic `network` as the database has it. */
export const NETWORK_VERSION = statement(
  'routing-test.version',
  `select version from versions where topic = 'network'`,
);
