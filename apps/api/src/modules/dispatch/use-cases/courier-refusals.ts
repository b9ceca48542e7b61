import { DomainError } from '#lib/kernel';

export function courierNotFound(id: string): DomainError {
  return new DomainError('not_found', 'dispatch.courier_not_found', `There is no courier ${id}`);
}

export function unknownZone(zoneId: string): DomainError {
  const message = `There is no zone ${zoneId}; zones are listed under /v1/zones`;
  return new DomainError('refused', 'dispatch.unknown_zone', message, {
    errors: [{ pointer: '/zone_id', detail: 'names no zone of the network' }],
  });
}

export function unknownCourier(id: string): DomainError {
  return new DomainError('refused', 'dispatch.unknown_courier', `There is no courier ${id}`, {
    errors: [{ pointer: '/courier_id', detail: 'names no courier' }],
  });
}
