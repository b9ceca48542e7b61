import { DomainError } from '#lib/kernel';
import { ENDPOINTS_PER_MERCHANT } from '../domain/endpoint';

export function endpointNotFound(id: string): DomainError {
  return new DomainError('not_found', 'notification.endpoint_not_found', `There is no webhook endpoint ${id}`);
}

export function deliveryNotFound(id: string): DomainError {
  return new DomainError('not_found', 'notification.delivery_not_found', `The endpoint has no message ${id}`);
}

export function unusableUrl(detail: string): DomainError {
  return new DomainError('refused', 'notification.unusable_url', `The URL cannot be used: it ${detail}`, {
    errors: [{ pointer: '/url', detail }],
  });
}

export function tooManyEndpoints(): DomainError {
  return new DomainError(
    'conflict',
    'notification.too_many_endpoints',
    `A merchant has at most ${ENDPOINTS_PER_MERCHANT} webhook endpoints`,
  );
}

export function endpointDisabled(id: string): DomainError {
  return new DomainError('conflict', 'notification.endpoint_disabled', `The webhook endpoint ${id} is disabled`);
}
