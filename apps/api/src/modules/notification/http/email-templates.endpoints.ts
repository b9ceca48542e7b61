import { endpoint, pageOf } from '#lib/http';
import { z } from 'zod';
import { EMAIL_STATES } from '../domain/email-message';
import {
  EmailMessageView,
  EmailTemplateChangeBody,
  EmailTemplateView,
  EmailTextView,
  NewEmailTemplateBody,
} from './email-templates.dto';
import { idPageQuery } from './page-query';

const tag = 'e-mail';
const owners = { roles: ['merchant', 'operator', 'admin'] } as const;
const readers = { roles: ['merchant', 'viewer', 'operator', 'admin'] } as const;
const one = z.strictObject({ id: z.uuid() });

export const createTemplate = endpoint({
  tag,
  summary: 'Have recipients told of a status by e-mail',
  description:
    'From now on, once for each order whose recipient has an address. What is not given is the default in the language. Unknown variables are refused.',
  auth: owners,
  body: NewEmailTemplateBody,
  idempotency: true,
  success: { status: 201, body: EmailTemplateView },
  problems: [409, 422],
  example: { status: 'out_for_delivery', language: 'en', subject: 'Your parcel {{reference}} comes today' },
});

export const listTemplates = endpoint({
  tag,
  summary: 'List e-mail templates, newest first',
  description: 'A merchant sees its own.',
  auth: readers,
  query: z.strictObject({ ...idPageQuery, merchant_id: z.uuid().optional() }),
  success: { status: 200, body: pageOf(EmailTemplateView) },
});

export const readTemplate = endpoint({
  tag,
  summary: 'Read an e-mail template',
  auth: readers,
  params: one,
  success: { status: 200, body: EmailTemplateView },
});

export const changeTemplate = endpoint({
  tag,
  summary: 'Change an e-mail template',
  auth: owners,
  params: one,
  body: EmailTemplateChangeBody,
  ifMatch: true,
  success: { status: 200, body: EmailTemplateView },
  problems: [422],
  example: { active: false },
});

export const removeTemplate = endpoint({
  tag,
  summary: 'Remove an e-mail template',
  description: 'What waits to be sent by it is given up.',
  auth: owners,
  params: one,
  ifMatch: true,
  success: { status: 204 },
});

export const previewTemplate = endpoint({
  tag,
  summary: 'Show what a template makes of an order',
  description: 'Of one that does not exist. Nothing is sent.',
  auth: readers,
  params: one,
  success: { status: 200, body: EmailTextView },
});

export const testTemplate = endpoint({
  tag,
  summary: 'Send the preview of a template to somebody',
  description: 'Makes one attempt and answers what came of it. For the staff alone: it writes to any address.',
  auth: { roles: ['operator', 'admin'] },
  params: one,
  body: z.strictObject({ to: z.email().max(254) }),
  success: { status: 200, body: z.object({ delivered: z.boolean(), error: z.string().nullable() }) },
  problems: [409],
  example: { to: 'somebody@example.com' },
});

export const listMessages = endpoint({
  tag,
  summary: 'List e-mails to recipients, newest first',
  description: 'A merchant sees those of its own orders. No address is shown; it is the order’s.',
  auth: readers,
  query: z.strictObject({
    ...idPageQuery,
    merchant_id: z.uuid().optional(),
    order_id: z.uuid().optional(),
    state: z.enum(EMAIL_STATES).optional(),
  }),
  success: { status: 200, body: pageOf(EmailMessageView) },
});
