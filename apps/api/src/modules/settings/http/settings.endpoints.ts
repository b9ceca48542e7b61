import { endpoint, pageOf } from '#lib/http';
import {
  HistoryQuery,
  SettingsBody,
  SettingsChangeBody,
  SettingsRollbackBody,
  SettingsVersionBody,
} from './settings.dto';

const tag = 'settings';
const readers = { roles: ['viewer', 'operator', 'admin'] } as const;
const staff = { roles: ['operator', 'admin'] } as const;
const example = { values: { intake: { batch_size: 128 } }, reason: 'Shorter batches while the disk is being replaced' };

export const readSettings = endpoint({
  tag,
  summary: 'Read the settings in force',
  auth: readers,
  success: { status: 200, body: SettingsBody },
});

export const changeSettings = endpoint({
  tag,
  summary: 'Change settings',
  description:
    'Taken whole or not at all; in force on every process within a second. What is not named stays as it is.',
  auth: staff,
  body: SettingsChangeBody,
  ifMatch: true,
  success: { status: 200, body: SettingsBody },
  example,
});

export const listSettingsHistory = endpoint({
  tag,
  summary: 'List all versions of the settings, newest first',
  auth: readers,
  query: HistoryQuery,
  success: { status: 200, body: pageOf(SettingsVersionBody) },
});

export const rollBackSettings = endpoint({
  tag,
  summary: 'Put an earlier version of the settings in force again',
  description: 'Writes a new version with its values: nothing in the history is changed.',
  auth: staff,
  body: SettingsRollbackBody,
  ifMatch: true,
  success: { status: 200, body: SettingsBody },
  problems: [404, 422],
  example: { version: 1, reason: 'The change of this morning slowed intake down' },
});
