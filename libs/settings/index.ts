/**
 * Settings: what can be changed while the system runs, typed and bounded.
 *
 * Invariants: the truth is the newest row of `settings_versions`, and no row is ever changed; it holds only what differs
 * from the defaults; a change is taken whole or not at all; every process sees it within a second, with or without
 * Redis; one `Context` sees one version from its first look to its last.
 */
export { HotSettingsModule } from './settings.module';
export { Settings } from './settings';
export type { OnIgnored, SettingsSnapshot } from './settings';
export { changed, currentVersion, findVersion, listVersions, lockCurrentVersion, writeVersion } from './settings-store';
export type { SettingsVersion } from './settings-store';
export { adminOnlyChanges, resolve, SettingsPatch, SettingsView, toWire } from './values';
export type { Overrides, Patch, SettingsValues } from './values';
