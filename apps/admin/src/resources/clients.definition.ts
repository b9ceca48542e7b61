import type { ResourceDefinition } from '../resource-kit/resource-definition';

export const clients: ResourceDefinition = {
  name: 'clients',
  title: 'client_id',
  secret: 'client_secret',
  auditedAs: 'client',
  fields: [
    { source: 'client_id', kind: 'text', inList: true, whenCreating: 'optional' },
    { source: 'name', kind: 'text', inList: true, whenCreating: 'required' },
    {
      source: 'role',
      kind: 'choice',
      choices: ['merchant', 'courier', 'scanner', 'viewer', 'operator', 'admin'],
      inList: true,
      whenCreating: 'required',
      asFilter: true,
    },
    { source: 'merchant_id', kind: 'reference', reference: 'merchants', inList: true, whenCreating: 'optional' },
    { source: 'courier_id', kind: 'reference', reference: 'couriers', whenCreating: 'optional' },
    { source: 'scopes', kind: 'list', choices: ['loadtest', 'scanner', 'alertmanager'], whenCreating: 'optional' },
    { source: 'status', kind: 'status', choices: ['active', 'revoked'], inList: true, asFilter: true },
    { source: 'previous_secret_expires_at', kind: 'instant' },
    { source: 'created_at', kind: 'instant', inList: true },
  ],
};
