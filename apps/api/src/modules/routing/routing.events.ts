import { TransactionalEvent } from '#lib/database';

/**
 * Something of the network is being deleted; published in that transaction, after the row is gone. A module that still
 * refers to it throws a `conflict`, and nothing is deleted.
 */
export class FacilityRemoved extends TransactionalEvent {
  override readonly type = 'routing.facility_removed';
  constructor(readonly facilityId: string) {
    super();
  }
}

export class LinkRemoved extends TransactionalEvent {
  override readonly type = 'routing.link_removed';
  constructor(readonly linkId: number) {
    super();
  }
}

export class ZoneRemoved extends TransactionalEvent {
  override readonly type = 'routing.zone_removed';
  constructor(readonly zoneId: string) {
    super();
  }
}
