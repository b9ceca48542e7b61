import { describe, expect, it } from 'vitest';
import { closesTask, findIncompleteness, opensTask, type TaskEvent } from './task';

const event: TaskEvent = { eventId: 'e', code: 'out_for_delivery', occurredAt: new Date(0) };
const proof = { recipientName: 'Li Lei' };

describe('a report of a courier', () => {
  it('needs a proof for a delivery, and only for that', () => {
    expect(findIncompleteness({ ...event, code: 'delivered' })).toBe('proof');
    expect(findIncompleteness({ ...event, code: 'delivered', proof })).toBeUndefined();
    expect(findIncompleteness({ ...event, proof })).toBe('proof_of_nothing');
  });

  it.each(['delivery_attempt_failed', 'refused', 'damaged', 'lost'] as const)('needs a reason for %s', (code) => {
    expect(findIncompleteness({ ...event, code })).toBe('reason');
    expect(findIncompleteness({ ...event, code, reasonCode: 'consignee_absent' })).toBeUndefined();
  });

  it.each(['out_for_delivery', 'delayed'] as const)('needs nothing more for %s', (code) => {
    expect(findIncompleteness({ ...event, code })).toBeUndefined();
  });
});

describe('a task', () => {
  it('opens when a parcel on its way is seen, not by other scans or later ones', () => {
    expect(opensTask('arrived_at_facility', 'in_transit')).toBe(true);
    expect(opensTask('picked_up', 'picked_up')).toBe(true);
    expect(opensTask('departed_facility', 'in_transit')).toBe(false);
    expect(opensTask('arrived_at_facility', 'delivered')).toBe(false);
    expect(opensTask('arrived_at_facility', 'cancelled')).toBe(false);
  });

  it('stays open for the next attempt and closes when the courier has nothing more to do', () => {
    expect((['in_transit', 'out_for_delivery', 'delivery_failed'] as const).map(closesTask)).toEqual([
      false,
      false,
      false,
    ]);
    const over = ['delivered', 'return_to_sender', 'returned', 'available_for_pickup', 'lost', 'cancelled'] as const;
    expect(over.every(closesTask)).toBe(true);
  });
});
