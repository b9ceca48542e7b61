import type { ResourceDefinition } from '../resource-kit/resource-definition';

export const zones: ResourceDefinition = {
  name: 'zones',
  title: 'name',
  canDelete: true,
  auditedAs: 'zone',
  fields: [
    { source: 'code', kind: 'text', inList: true, whenCreating: 'required' },
    { source: 'name', kind: 'text', inList: true, whenCreating: 'required', whenEditing: true },
    {
      source: 'station_id',
      kind: 'reference',
      reference: 'facilities',
      inList: true,
      whenCreating: 'required',
      whenEditing: true,
    },
    { source: 'country', kind: 'text', inList: true, whenCreating: 'required', asFilter: true, initially: 'CN' },
    { source: 'lat', kind: 'number', whenCreating: 'required', whenEditing: true },
    { source: 'lng', kind: 'number', whenCreating: 'required', whenEditing: true },
    { source: 'radius_m', kind: 'distance', inList: true, whenCreating: 'required', whenEditing: true },
    { source: 'active', kind: 'boolean', inList: true, whenEditing: true },
  ],
};
