import { Module } from '@nestjs/common';
import { SettingsController } from './http/settings.controller';
import { ChangeSettings } from './use-cases/change-settings';
import { ReadSettings } from './use-cases/read-settings';
import { RollBackSettings } from './use-cases/roll-back-settings';

/** Needs the global `Database`, `VersionWatch` and `CLOCK`. */
@Module({
  controllers: [SettingsController],
  providers: [ReadSettings, ChangeSettings, RollBackSettings],
  exports: [RollBackSettings],
})
export class SettingsModule {}
