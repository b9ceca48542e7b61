import { describe, expect, it } from 'vitest';
import { chooseWaiting } from './choose-waiting';
import type { OpenShift } from './shift-fit';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 23, 6);

const room: OpenShift = {
  id: 1,
  courierId: 'a',
  startsAtMs: NOW,
  endsAtMs: NOW + 4 * HOUR,
  usedParcels: 8,
  freeParcels: 2,
  freeG: 1_000,
};
const need = { weightG: 400, arrivesAtMs: NOW };

describe('chooseWaiting', () => {
  it('serves the first in the queue, as many as there are slots', () => {
    const waiting = ['1', '2', '3'].map((orderId) => ({ orderId, need }));
    expect(chooseWaiting(waiting, [room], NOW)).toEqual({ orderIds: ['1', '2'], left: [] });
  });

  it('passes those by whom the room does not suit, so that they keep it from nobody', () => {
    const nextWeek = { ...need, deliverAfterMs: NOW + 7 * 24 * HOUR };
    const waiting = [
      { orderId: '1', need: nextWeek },
      { orderId: '2', need: { ...need, weightG: 1_001 } },
      { orderId: '3', need },
    ];
    const { orderIds, left } = chooseWaiting(waiting, [room], NOW);
    expect(orderIds).toEqual(['3']);
    expect(left).toMatchObject([{ id: 1, freeParcels: 1, freeG: 600 }]);
  });

  it('lets an order try whose need is not known', () => {
    expect(chooseWaiting([{ orderId: '1', need: undefined }], [room], NOW).orderIds).toEqual(['1']);
  });
});
