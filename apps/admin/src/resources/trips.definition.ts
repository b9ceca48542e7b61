import type { ResourceDefinition } from '../resource-kit/resource-definition';

export const trips: ResourceDefinition = {
  name: 'trips',
  title: 'id',
  fields: [
    { source: 'link_id', kind: 'reference', reference: 'links', inList: true, asFilter: true },
    { source: 'departs_at', kind: 'instant', inList: true },
    { source: 'arrives_at', kind: 'instant', inList: true },
    { source: 'used', kind: 'number', inList: true },
    { source: 'seats', kind: 'number', inList: true },
  ],
};
