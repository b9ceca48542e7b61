/**
 * Settings: the HTTP face of `libs/settings`, where operators read, change and roll back what can be changed while the
 * system runs.
 *
 * Invariants: a change is decided on the newest version (If-Match) and says why; it is taken whole or not at all; the
 * history only grows, and a roll-back is one more version in it.
 */
export { SettingsModule } from './settings.module';
export { RollBackSettings } from './use-cases/roll-back-settings';
