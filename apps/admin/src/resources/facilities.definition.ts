import type { ResourceDefinition } from '../resource-kit/resource-definition';

export const facilities: ResourceDefinition = {
  name: 'facilities',
  title: 'name',
  canDelete: true,
  auditedAs: 'facility',
  fields: [
    { source: 'code', kind: 'text', inList: true, whenCreating: 'required' },
    { source: 'name', kind: 'text', inList: true, whenCreating: 'required', whenEditing: true },
    {
      source: 'kind',
      kind: 'choice',
      choices: ['warehouse', 'hub', 'station'],
      inList: true,
      whenCreating: 'required',
      asFilter: true,
    },
    { source: 'country', kind: 'text', inList: true, whenCreating: 'required', asFilter: true, initially: 'CN' },
    { source: 'lat', kind: 'number', inList: true, whenCreating: 'required', whenEditing: true },
    { source: 'lng', kind: 'number', inList: true, whenCreating: 'required', whenEditing: true },
    { source: 'active', kind: 'boolean', inList: true, whenEditing: true },
  ],
};
