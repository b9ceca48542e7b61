import { text } from '#lib/http';
import { z } from 'zod';
import { CLIENT_STATUSES, ROLES, SCOPES, type Client } from '../domain/client';
import type { NewClient } from '../use-cases/create-clients';
import { isWholeRate, rateFields, WHOLE_RATE } from './rate-limit.dto';

export const NewClientBody = z
  .strictObject({
    client_id: z
      .string()
      .regex(/^[a-z0-9][a-z0-9._-]{2,99}$/, 'must be 3 to 100 of a-z, 0-9, dot, dash and underscore')
      .optional()
      .describe('The name under which it asks for tokens; made up unless given'),
    name: text(1, 200),
    role: z.enum(ROLES),
    scopes: z.array(z.enum(SCOPES)).max(SCOPES.length).optional(),
    merchant_id: z.uuid().nullable().optional().describe('Required for role merchant, and for no other'),
    courier_id: z.uuid().nullable().optional().describe('Required for role courier, and for no other'),
    ...rateFields,
  })
  .refine(isWholeRate, WHOLE_RATE);

export const ClientView = z.object({
  id: z.uuid(),
  client_id: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  scopes: z.array(z.string()),
  merchant_id: z.uuid().nullable(),
  courier_id: z.uuid().nullable(),
  status: z.enum(CLIENT_STATUSES),
  previous_secret_expires_at: z.iso.datetime().nullable(),
  rate_per_s: z.int().nullable(),
  burst: z.int().nullable(),
  version: z.int(),
  created_at: z.iso.datetime(),
});

/** A client with its new secret. A replayed answer comes without it: we do not have it any more. */
export const ClientWithSecretView = ClientView.extend({
  client_secret: z.string().optional().describe('Shown this once; missing in a replay. If it is lost, rotate'),
});

export function newClientOf(body: z.output<typeof NewClientBody>): NewClient {
  return {
    clientId: body.client_id,
    name: body.name,
    role: body.role,
    scopes: [...new Set(body.scopes)],
    merchantId: body.merchant_id,
    courierId: body.courier_id,
    ratePerS: body.rate_per_s,
    burst: body.burst,
  };
}

export function clientView(client: Client): z.input<typeof ClientView> {
  return {
    id: client.id,
    client_id: client.clientId,
    name: client.name,
    role: client.role,
    scopes: [...client.scopes],
    merchant_id: client.merchantId,
    courier_id: client.courierId,
    status: client.status,
    previous_secret_expires_at: client.previousExpiresAt?.toISOString() ?? null,
    rate_per_s: client.ratePerS,
    burst: client.burst,
    version: client.version,
    created_at: client.createdAt.toISOString(),
  };
}
