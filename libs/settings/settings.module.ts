import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Database, VersionWatch } from '#lib/database';
import { Settings, type OnIgnored } from './settings';

/** Global: `Settings`, loaded before anything that takes it is built. */
@Global()
@Module({})
export class HotSettingsModule {
  static forRoot(options: { readonly onIgnored: OnIgnored }): DynamicModule {
    return {
      module: HotSettingsModule,
      providers: [
        {
          provide: Settings,
          inject: [Database, VersionWatch],
          useFactory: (database: Database, watch: VersionWatch) => Settings.open(database, watch, options.onIgnored),
        },
      ],
      exports: [Settings],
    };
  }
}
