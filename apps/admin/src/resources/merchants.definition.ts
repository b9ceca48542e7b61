import type { ResourceDefinition } from '../resource-kit/resource-definition';

export const merchants: ResourceDefinition = {
  name: 'merchants',
  title: 'name',
  auditedAs: 'merchant',
  fields: [
    { source: 'name', kind: 'text', inList: true, whenCreating: 'required', whenEditing: true },
    {
      source: 'status',
      kind: 'status',
      choices: ['active', 'suspended'],
      inList: true,
      whenEditing: true,
      asFilter: true,
    },
    { source: 'currency', kind: 'text', inList: true, whenCreating: 'required', initially: 'CNY' },
    { source: 'credit_limit_minor', kind: 'money', inList: true, whenCreating: 'optional', whenEditing: true },
    { source: 'rate_per_s', kind: 'number', whenCreating: 'optional', whenEditing: true },
    { source: 'burst', kind: 'number', whenCreating: 'optional', whenEditing: true },
    { source: 'require_issued_keys', kind: 'boolean', whenCreating: 'optional', whenEditing: true },
    { source: 'created_at', kind: 'instant', inList: true },
  ],
};
