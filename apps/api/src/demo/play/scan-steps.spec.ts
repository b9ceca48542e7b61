import { describe, expect, it } from 'vitest';
import { scanSteps } from './scan-steps';

const LINKS = new Map(
  [
    { id: 1, from_facility_id: 'warehouse', to_facility_id: 'hub' },
    { id: 2, from_facility_id: 'hub', to_facility_id: 'station' },
  ].map((link) => [link.id, link]),
);

describe('scanSteps', () => {
  it('scans a parcel out of and into every facility on its way', () => {
    const steps = scanSteps({ from_facility_id: 'warehouse', link_ids: [1, 2] }, LINKS);
    expect(steps?.map(({ code, facilityId }) => `${code} ${facilityId}`)).toEqual([
      'picked_up warehouse',
      'departed warehouse',
      'arrived hub',
      'departed hub',
      'arrived station',
    ]);
  });

  it('knows a warehouse that is its own station', () => {
    expect(scanSteps({ from_facility_id: 'both', link_ids: [] }, LINKS)).toHaveLength(1);
  });

  it('gives up on a link that is gone', () => {
    expect(scanSteps({ from_facility_id: 'warehouse', link_ids: [1, 9] }, LINKS)).toBeUndefined();
  });
});
