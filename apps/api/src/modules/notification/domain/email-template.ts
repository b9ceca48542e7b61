import type { EmailLanguage, EmailStatus } from './email-status';
import type { EmailText } from './email-text';

/** What the recipients of a merchant's parcels are told of one status. Without one they are told nothing of it. */
export interface EmailTemplate extends EmailText {
  readonly id: string;
  readonly merchantId: string;
  readonly status: EmailStatus;
  readonly language: EmailLanguage;
  readonly active: boolean;
  /** What happened before is not told. */
  readonly activeSince: Date;
  readonly version: number;
  readonly createdAt: Date;
}
