import type { ResourceDefinition } from '../resource-kit/resource-definition';

export const channels: ResourceDefinition = {
  name: 'channels',
  title: 'name',
  canDelete: true,
  auditedAs: 'alert_channel',
  fields: [
    { source: 'name', kind: 'text', inList: true, whenCreating: 'required' },
    {
      source: 'kind',
      kind: 'choice',
      choices: ['wecom', 'dingtalk', 'slack', 'sms', 'phone', 'webhook', 'smtp', 'ticket', 'alertmanager'],
      inList: true,
      whenCreating: 'required',
    },
    { source: 'origin', kind: 'text', inList: true },
    { source: 'url', kind: 'text', whenCreating: 'required' },
    { source: 'to', kind: 'texts', whenCreating: 'optional', whenEditing: true },
    { source: 'from', kind: 'text', whenCreating: 'optional' },
    { source: 'secret', kind: 'text', whenCreating: 'optional' },
    {
      source: 'topics',
      kind: 'list',
      choices: ['performance', 'outage', 'integrity', 'watchdog'],
      inList: true,
      whenCreating: 'optional',
      whenEditing: true,
    },
    {
      source: 'least_severity',
      kind: 'choice',
      choices: ['none', 'info', 'warning', 'critical'],
      inList: true,
      whenCreating: 'optional',
      whenEditing: true,
    },
    { source: 'active', kind: 'boolean', inList: true, whenCreating: 'optional', whenEditing: true },
    { source: 'created_at', kind: 'instant' },
  ],
};
