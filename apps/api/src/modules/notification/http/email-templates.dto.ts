import { text } from '#lib/http';
import { z } from 'zod';
import { EMAIL_STATES, type EmailMessage } from '../domain/email-message';
import { EMAIL_LANGUAGES, EMAIL_STATUSES } from '../domain/email-status';
import type { EmailTemplate } from '../domain/email-template';
import { EMAIL_VARIABLES } from '../domain/email-text';
import type { EmailTemplateChange, NewEmailTemplate } from '../use-cases/change-email-templates';

const variables = EMAIL_VARIABLES.map((name) => `{{${name}}}`).join(', ');
const subject = text(1, 200).describe(`One line. Variables: ${variables}`);
const plain = text(1, 10_000).describe('For readers without HTML');
const html = text(1, 50_000).describe('Variables stand in text only, never inside a tag; their values are escaped');

export const NewEmailTemplateBody = z.strictObject({
  merchant_id: z.uuid().optional().describe('Whose it is; required of operators, a merchant need not say'),
  status: z.enum(EMAIL_STATUSES).describe('What is told; a merchant has one template for each'),
  language: z.enum(EMAIL_LANGUAGES).default('en').describe('Of the texts that are not given'),
  subject: subject.optional(),
  text: plain.optional(),
  html: html.optional(),
  active: z.boolean().default(true),
});

export const EmailTemplateChangeBody = z
  .strictObject({
    subject: subject.optional(),
    text: plain.optional(),
    html: html.optional(),
    active: z.boolean().optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'names nothing to change');

export const EmailTextView = z.object({ subject: z.string(), text: z.string(), html: z.string() });

export const EmailTemplateView = EmailTextView.extend({
  id: z.uuid(),
  merchant_id: z.uuid(),
  status: z.enum(EMAIL_STATUSES),
  language: z.enum(EMAIL_LANGUAGES),
  active: z.boolean(),
  version: z.int(),
  created_at: z.iso.datetime(),
});

export const EmailMessageView = z.object({
  id: z.uuid(),
  order_id: z.uuid(),
  status: z.enum(EMAIL_STATUSES),
  state: z.enum(EMAIL_STATES),
  attempts: z.int(),
  last_fault: z.string().nullable().describe('Why the last attempt failed, e.g. `EENVELOPE 550`'),
  next_attempt_at: z.iso.datetime().nullable(),
  settled_at: z.iso.datetime().nullable(),
  created_at: z.iso.datetime(),
});

export function newTemplateOf(body: z.output<typeof NewEmailTemplateBody>): NewEmailTemplate {
  const { merchant_id: merchantId, ...rest } = body;
  return { merchantId, ...rest };
}

/** Only the members that were sent: an absent one must not become `undefined` over a stored value. */
export function templateChangeOf(body: z.output<typeof EmailTemplateChangeBody>): EmailTemplateChange {
  return {
    ...(body.subject !== undefined && { subject: body.subject }),
    ...(body.text !== undefined && { text: body.text }),
    ...(body.html !== undefined && { html: body.html }),
    ...(body.active !== undefined && { active: body.active }),
  };
}

export function templateView(template: EmailTemplate): z.input<typeof EmailTemplateView> {
  return {
    id: template.id,
    merchant_id: template.merchantId,
    status: template.status,
    language: template.language,
    subject: template.subject,
    text: template.text,
    html: template.html,
    active: template.active,
    version: template.version,
    created_at: template.createdAt.toISOString(),
  };
}

export function emailMessageView(message: EmailMessage): z.input<typeof EmailMessageView> {
  return {
    id: message.id,
    order_id: message.orderId,
    status: message.status,
    state: message.state,
    attempts: message.attempts,
    last_fault: message.lastFault,
    next_attempt_at: message.nextAttemptAt?.toISOString() ?? null,
    settled_at: message.settledAt?.toISOString() ?? null,
    created_at: message.createdAt.toISOString(),
  };
}
