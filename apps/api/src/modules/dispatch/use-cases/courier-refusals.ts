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

export function courierInactive(): DomainError {
  return new DomainError('refused', 'dispatch.courier_inactive', 'An inactive courier takes no order', {
    errors: [{ pointer: '/courier_id', detail: 'is inactive' }],
  });
}

export function courierElsewhere(zoneId: string): DomainError {
  const message = 'The courier works in another zone, and the parcel comes to the station of this one';
  return new DomainError('refused', 'dispatch.courier_elsewhere', message, {
    errors: [{ pointer: '/courier_id', detail: 'works in another zone' }],
    context: { zone_id: zoneId },
  });
}

export function noCourierToReplace(orderId: string): DomainError {
  return new DomainError(
    'conflict',
    'dispatch.not_assigned',
    `Order ${orderId} has no courier that another could replace`,
  );
}

export function sameCourier(): DomainError {
  return new DomainError('conflict', 'dispatch.same_courier', 'The order is with this courier already');
}
