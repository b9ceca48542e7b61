import type { ResourceDefinition } from '../resource-kit/resource-definition';

export const couriers: ResourceDefinition = {
  name: 'couriers',
  title: 'name',
  auditedAs: 'courier',
  fields: [
    { source: 'name', kind: 'text', inList: true, whenCreating: 'required', whenEditing: true },
    {
      source: 'zone_id',
      kind: 'reference',
      reference: 'zones',
      inList: true,
      whenCreating: 'required',
      whenEditing: true,
      asFilter: true,
    },
    { source: 'phone', kind: 'text', inList: true, whenCreating: 'required', whenEditing: true },
    {
      source: 'vehicle',
      kind: 'choice',
      choices: ['foot', 'bicycle', 'motorbike', 'car', 'van'],
      inList: true,
      whenCreating: 'required',
      whenEditing: true,
    },
    { source: 'capacity_parcels', kind: 'number', inList: true, whenCreating: 'required', whenEditing: true },
    { source: 'capacity_g', kind: 'number', whenCreating: 'required', whenEditing: true },
    { source: 'active', kind: 'boolean', inList: true, whenEditing: true },
    { source: 'created_at', kind: 'instant' },
  ],
};
