import type { SettingValues } from './settings-schema';

export interface SettingsInForce {
  readonly version: number;
  readonly changed_by: string;
  readonly reason: string;
  readonly created_at: string;
  readonly values: SettingValues;
}

export interface SettingsVersion {
  readonly version: number;
  readonly changed_by: string;
  readonly reason: string;
  readonly created_at: string;
  readonly overrides: SettingValues;
}
