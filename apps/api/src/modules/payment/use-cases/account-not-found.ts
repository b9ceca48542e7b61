import { DomainError } from '#lib/kernel';

/** Also the answer for another tenant's account, so that ids cannot be probed. */
export function accountNotFound(merchantId: string): DomainError {
  return new DomainError('not_found', 'payment.account_not_found', `There is no account of a merchant ${merchantId}`);
}
