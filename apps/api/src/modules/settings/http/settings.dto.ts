import { pageQuery, text } from '#lib/http';
import { resolve, SettingsPatch, SettingsView, toWire, type SettingsVersion } from '#lib/settings';
import { z } from 'zod';

/** The largest version that the column holds. */
const VERSION_LIMIT = 2_147_483_647;

const reason = text(1, 500).describe('Why; kept in the history');

const about = {
  version: z.int(),
  changed_by: z.string().describe('`client:<id>` or `user:<id>`, or `system:<name>` for the system itself'),
  reason: z.string(),
  created_at: z.iso.datetime(),
};

/** All settings with their values in force. */
export const SettingsBody = z.object({ ...about, values: SettingsView });

/** One version of the history: what it had set away from the defaults. */
export const SettingsVersionBody = z.object({
  ...about,
  overrides: z.record(z.string(), z.record(z.string(), z.union([z.number(), z.boolean(), z.string()]))),
});

export const SettingsChangeBody = z.strictObject({
  values: SettingsPatch.describe('The settings to change; null puts one back to its default'),
  reason,
});

export const SettingsRollbackBody = z.strictObject({
  version: z.int().min(1).max(VERSION_LIMIT).describe('Whose values shall hold again'),
  reason,
});

export const HistoryQuery = z.strictObject({
  ...pageQuery.shape,
  cursor: pageQuery.shape.cursor.refine(
    (version) => version === undefined || (/^[1-9]\d{0,9}$/.test(version) && Number(version) <= VERSION_LIMIT),
    'must be a next_cursor of this list',
  ),
});

export function settingsBody(stored: SettingsVersion): z.input<typeof SettingsBody> {
  return { ...aboutOf(stored), values: toWire(resolve(stored.overrides).values) };
}

export function settingsVersionBody(stored: SettingsVersion): z.input<typeof SettingsVersionBody> {
  return { ...aboutOf(stored), overrides: stored.overrides };
}

function aboutOf({ version, changedBy, reason: why, createdAt }: SettingsVersion) {
  return { version, changed_by: changedBy, reason: why, created_at: createdAt.toISOString() };
}
