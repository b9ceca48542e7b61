import type { ResourceDefinition } from '../resource-kit/resource-definition';

export const warehouses: ResourceDefinition = {
  name: 'warehouses',
  title: 'name',
  auditedAs: 'warehouse',
  fields: [
    { source: 'code', kind: 'text', inList: true, whenCreating: 'required' },
    { source: 'name', kind: 'text', inList: true, whenCreating: 'required', whenEditing: true },
    { source: 'facility_id', kind: 'reference', reference: 'facilities', inList: true, whenCreating: 'required' },
    { source: 'active', kind: 'boolean', inList: true, whenEditing: true },
    { source: 'created_at', kind: 'instant', inList: true },
  ],
};
