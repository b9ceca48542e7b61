/** What recipients can be told of: the codes of order events that mean something at their door. */
export const EMAIL_STATUSES = [
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
] as const;
export type EmailStatus = (typeof EMAIL_STATUSES)[number];

export const EMAIL_LANGUAGES = ['en', 'zh'] as const;
export type EmailLanguage = (typeof EMAIL_LANGUAGES)[number];

export function isEmailStatus(code: string): code is EmailStatus {
  return EMAIL_STATUSES.some((status) => status === code);
}
