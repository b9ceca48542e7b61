import { describe, expect, it } from 'vitest';
import { needFromDetail, needToDetail } from './parcel-need';

const NOW = Date.UTC(2026, 10, 23, 6);

describe('the need of a waiting order', () => {
  it('comes back from its detail as it went in', () => {
    const need = { weightG: 10, arrivesAtMs: NOW, deliverAfterMs: undefined, deliverBeforeMs: NOW + 1_000 };
    const detail = JSON.parse(JSON.stringify(needToDetail(need))) as Record<string, unknown>;
    expect(needFromDetail(detail)).toEqual(need);
    expect(needFromDetail({ zone_id: 'z', detail })).toEqual(need);
  });

  it('is not guessed from a detail that lacks it', () => {
    expect(needFromDetail({ note: 'parked by hand' })).toBeUndefined();
    expect(needFromDetail({ weight_g: 10, arrives_at: 'soon' })).toBeUndefined();
  });
});
