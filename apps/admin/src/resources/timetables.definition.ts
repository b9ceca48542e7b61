import type { ResourceDefinition } from '../resource-kit/resource-definition';

export const timetables: ResourceDefinition = {
  name: 'timetables',
  title: 'id',
  canDelete: true,
  auditedAs: 'timetable',
  fields: [
    {
      source: 'link_id',
      kind: 'reference',
      reference: 'links',
      inList: true,
      whenCreating: 'required',
      asFilter: true,
    },
    { source: 'departs_minute', kind: 'time_of_day', inList: true, whenCreating: 'required', whenEditing: true },
    {
      source: 'weekdays',
      kind: 'list',
      choices: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
      inList: true,
      whenCreating: 'optional',
      whenEditing: true,
    },
    { source: 'seats', kind: 'number', inList: true, whenCreating: 'required', whenEditing: true },
    { source: 'active', kind: 'boolean', inList: true, whenEditing: true },
  ],
};
