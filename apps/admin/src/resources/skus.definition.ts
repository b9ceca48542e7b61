import type { ResourceDefinition } from '../resource-kit/resource-definition';

export const skus: ResourceDefinition = {
  name: 'skus',
  title: 'sku',
  auditedAs: 'sku',
  fields: [
    { source: 'sku', kind: 'text', inList: true, whenCreating: 'required' },
    { source: 'name', kind: 'text', inList: true, whenCreating: 'required', whenEditing: true },
    { source: 'weight_g', kind: 'number', inList: true, whenCreating: 'required', whenEditing: true },
    { source: 'created_at', kind: 'instant', inList: true },
  ],
};
