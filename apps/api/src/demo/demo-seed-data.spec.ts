import { describe, expect, it } from 'vitest';
import { demoSkus } from './demo-catalog';
import { demoCouriers } from './demo-couriers';

describe('the data of the demo', () => {
  it('has two hundred SKUs, each with its own name and code', () => {
    const skus = demoSkus();
    expect(skus).toHaveLength(200);
    expect(skus[0]?.sku).toBe('SKU-0001');
    expect(new Set(skus.map(({ sku }) => sku)).size).toBe(200);
    expect(new Set(skus.map(({ name }) => name)).size).toBe(200);
    for (const { weightG } of skus) expect(weightG).toBeGreaterThanOrEqual(100);
  });

  it('has couriers in every zone, with phones of their own and schedules that do not end before they start', () => {
    const couriers = demoCouriers(['north', 'south']);
    expect(couriers.map(({ zoneId }) => zoneId)).toEqual(['north', 'north', 'south', 'south']);
    expect(new Set(couriers.map(({ phone }) => phone)).size).toBe(4);
    for (const entry of couriers.flatMap(({ schedule }) => schedule ?? [])) {
      expect(entry.endMinute).toBeGreaterThan(entry.startMinute);
    }
  });
});
