import { type DynamicModule, Module } from '@nestjs/common';
import { Database } from '#lib/database';
import { CLOCK, type Clock } from '#lib/kernel';
import { RedisLock } from '#lib/redis';
import { Settings } from '#lib/settings';
import { Retention, type RetainedTable } from './retention';

export interface RetentionModuleOptions {
  readonly tables: readonly RetainedTable[];
  /** Whether this process goes through them by itself. */
  readonly isActive: boolean;
}

/** Needs the global `DatabaseModule`, `RedisModule`, `HotSettingsModule` and a `CLOCK`. */
@Module({})
export class RetentionModule {
  static forRoot({ tables, isActive }: RetentionModuleOptions): DynamicModule {
    return {
      module: RetentionModule,
      providers: [
        {
          provide: Retention,
          inject: [Database, Settings, RedisLock, CLOCK],
          useFactory: (database: Database, settings: Settings, locks: RedisLock, clock: Clock) =>
            new Retention({ database, settings, locks, clock }, tables, isActive),
        },
      ],
    };
  }
}
