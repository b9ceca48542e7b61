import { DomainError } from '#lib/kernel';
import type { EmailStatus } from '../domain/email-status';
import { emailTextFaults, type EmailText } from '../domain/email-text';

export function templateNotFound(id: string): DomainError {
  return new DomainError('not_found', 'notification.email_template_not_found', `There is no e-mail template ${id}`);
}

export function statusTaken(status: EmailStatus): DomainError {
  return new DomainError(
    'conflict',
    'notification.email_status_taken',
    `The merchant has an e-mail template for ${status} already`,
  );
}

export function mailIsOff(): DomainError {
  return new DomainError('conflict', 'notification.email_off', 'No mail server is set, or e-mail is switched off');
}

/** @throws DomainError `notification.email_template_unusable` that names every fault */
export function requireUsable(text: EmailText): void {
  const faults = emailTextFaults(text);
  if (faults.length === 0) return;
  const errors = faults.map(({ field, detail }) => ({ pointer: `/${field}`, detail }));
  throw new DomainError('refused', 'notification.email_template_unusable', 'The template cannot be used', { errors });
}
