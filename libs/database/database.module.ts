import { type DynamicModule, Global, Inject, Injectable, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { dataSourceOptions, type DatabaseOptions } from './data-source';
import { Database } from './database';
import { connectFirst } from './first-connection';
import { TransactionalEvents } from './transactional-events';
import { VersionWatch } from './version-watch';

/** PostgreSQL's way back after a crash, with the log that its checkpoints leave; less than a child may take for its start. */
const FIRST_CONNECTION_MS = 20_000;

@Injectable()
class DatabaseLifecycle implements OnApplicationBootstrap {
  constructor(@Inject(VersionWatch) private readonly watch: VersionWatch) {}

  onApplicationBootstrap(): void {
    this.watch.start();
  }

  /** Before the pool closes: TypeOrmModule does that in `onApplicationShutdown`. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.watch.stop();
  }
}

/** Global: `Database`, `TransactionalEvents`, `VersionWatch`. Modules register their entities with `TypeOrmModule.forFeature`. */
@Global()
@Module({})
export class DatabaseModule {
  static forRoot(
    options: DatabaseOptions & {
      onWatchError(this: void, error: unknown, topic?: string): void;
      /** PostgreSQL takes no connections yet; it is given a while. */
      onWaiting?(this: void, error: unknown): void;
    },
  ): DynamicModule {
    const { onWaiting = () => undefined } = options;
    return {
      module: DatabaseModule,
      imports: [
        TypeOrmModule.forRootAsync({
          useFactory: () => ({ ...dataSourceOptions(options), autoLoadEntities: true, toRetry: () => false }),
          dataSourceFactory: (complete) =>
            connectFirst(complete ?? dataSourceOptions(options), { withinMs: FIRST_CONNECTION_MS, onWaiting }),
        }),
      ],
      providers: [
        {
          provide: Database,
          inject: [DataSource],
          useFactory: (dataSource: DataSource) => new Database(dataSource, 'live', options.prepared),
        },
        {
          provide: VersionWatch,
          inject: [Database],
          useFactory: (database: Database) => new VersionWatch(database, options.onWatchError),
        },
        TransactionalEvents,
        DatabaseLifecycle,
      ],
      exports: [Database, VersionWatch, TransactionalEvents],
    };
  }
}
