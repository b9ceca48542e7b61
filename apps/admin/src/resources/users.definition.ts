import type { ResourceDefinition } from '../resource-kit/resource-definition';

export const users: ResourceDefinition = {
  name: 'users',
  title: 'username',
  secret: 'password',
  auditedAs: 'user',
  fields: [
    { source: 'username', kind: 'text', inList: true, whenCreating: 'required' },
    { source: 'display_name', kind: 'text', inList: true, whenCreating: 'required', whenEditing: true },
    {
      source: 'role',
      kind: 'choice',
      choices: ['viewer', 'operator', 'admin'],
      inList: true,
      whenCreating: 'required',
      whenEditing: true,
      asFilter: true,
    },
    {
      source: 'locale',
      kind: 'choice',
      choices: ['en', 'zh'],
      inList: true,
      whenCreating: 'required',
      whenEditing: true,
      initially: 'en',
    },
    { source: 'active', kind: 'boolean', inList: true, whenEditing: true },
    { source: 'created_at', kind: 'instant', inList: true },
  ],
};
