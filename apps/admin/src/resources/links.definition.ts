import type { ResourceDefinition } from '../resource-kit/resource-definition';

export const links: ResourceDefinition = {
  name: 'links',
  title: 'id',
  canDelete: true,
  auditedAs: 'link',
  fields: [
    {
      source: 'from_facility_id',
      kind: 'reference',
      reference: 'facilities',
      inList: true,
      whenCreating: 'required',
      asFilter: true,
    },
    {
      source: 'to_facility_id',
      kind: 'reference',
      reference: 'facilities',
      inList: true,
      whenCreating: 'required',
      asFilter: true,
    },
    { source: 'distance_m', kind: 'distance', inList: true, whenCreating: 'required', whenEditing: true },
    { source: 'duration_s', kind: 'duration', inList: true, whenCreating: 'required', whenEditing: true },
    { source: 'closed', kind: 'boolean', inList: true, whenEditing: true, asFilter: true },
  ],
};
