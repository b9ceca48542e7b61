import type { ResourceDefinition } from '../resource-kit/resource-definition';

const TOLD = [
  'received',
  'dispatched',
  'picked_up',
  'out_for_delivery',
  'delivery_failed',
  'available_for_pickup',
  'delivered',
  'return_to_sender',
  'returned',
  'cancelled',
];

export const emailTemplates: ResourceDefinition = {
  name: 'email-templates',
  title: 'subject',
  canDelete: true,
  fields: [
    {
      source: 'merchant_id',
      kind: 'reference',
      reference: 'merchants',
      inList: true,
      whenCreating: 'required',
      asFilter: true,
    },
    { source: 'status', kind: 'choice', choices: TOLD, inList: true, whenCreating: 'required' },
    { source: 'language', kind: 'choice', choices: ['en', 'zh'], inList: true, whenCreating: 'optional' },
    { source: 'subject', kind: 'text', inList: true, whenCreating: 'optional', whenEditing: true },
    { source: 'text', kind: 'long_text', whenCreating: 'optional', whenEditing: true },
    { source: 'html', kind: 'long_text', whenCreating: 'optional', whenEditing: true },
    { source: 'active', kind: 'boolean', inList: true, whenEditing: true },
    { source: 'created_at', kind: 'instant' },
  ],
};
