import { endpoint, pageOf } from '#lib/http';
import { z } from 'zod';
import { CLIENT_STATUSES, ROLES } from '../domain/client';
import { ClientView, ClientWithSecretView, NewClientBody } from './clients.dto';
import { idPageQuery } from './page-query';

const tag = 'clients';
const staff = { roles: ['operator', 'admin'] } as const;
const readers = { roles: ['viewer', 'operator', 'admin'] } as const;
const one = z.strictObject({ id: z.uuid() });

export const createClient = endpoint({
  tag,
  summary: 'Create a client',
  description:
    'Its secret is shown in this answer and never again. Only an admin creates clients of role operator or admin, or with the scope loadtest.',
  auth: staff,
  body: NewClientBody,
  idempotency: true,
  success: { status: 201, body: ClientWithSecretView },
  example: { name: 'Web shop', role: 'merchant', merchant_id: '0199f0c2-0000-7000-8000-000000000001' },
});

export const listClients = endpoint({
  tag,
  summary: 'List clients, newest first',
  auth: readers,
  query: z.strictObject({
    ...idPageQuery,
    merchant_id: z.uuid().optional(),
    role: z.enum(ROLES).optional(),
    status: z.enum(CLIENT_STATUSES).optional(),
  }),
  success: { status: 200, body: pageOf(ClientView) },
});

export const readClient = endpoint({
  tag,
  summary: 'Read a client',
  auth: readers,
  params: one,
  success: { status: 200, body: ClientView },
});

export const rotateClient = endpoint({
  tag,
  summary: 'Give a client a new secret',
  description: 'The secret is shown in this answer and never again. The one before works for a day longer.',
  auth: staff,
  params: one,
  ifMatch: true,
  success: { status: 200, body: ClientWithSecretView },
  problems: [409],
});

export const revokeClient = endpoint({
  tag,
  summary: 'Revoke a client for good',
  description: 'Its tokens are refused everywhere within a second. Revoking it again changes nothing.',
  auth: staff,
  params: one,
  ifMatch: true,
  success: { status: 200, body: ClientView },
});
