import { type DynamicModule, Global, Inject, Injectable, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { dataSourceOptions, type DatabaseOptions } from './data-source';
import { Database } from './database';
import { TransactionalEvents } from './transactional-events';
import { VersionWatch } from './version-watch';

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
    options: DatabaseOptions & { onWatchError(this: void, error: unknown, topic?: string): void },
  ): DynamicModule {
    return {
      module: DatabaseModule,
      imports: [TypeOrmModule.forRoot({ ...dataSourceOptions(options), autoLoadEntities: true, retryAttempts: 1 })],
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
