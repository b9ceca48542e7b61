import { describe, expect, it } from 'vitest';
import { checkReports, supplyKey } from './reports';
import { ToldSoFar } from './told';

function broken(status: number | undefined, times: number): string[] {
  const told = new ToldSoFar();
  const supply = { key: 's', kind: 'top_up', to: 'm', amount: 5 } as const;
  told.add({ do: 'scan_sent', at: 0, event: 'e', id: 'A' });
  told.add({ do: 'supply_sent', at: 0, supply });
  if (status !== undefined) {
    told.add({ do: 'scan_answered', at: 0, event: 'e', id: 'A', status });
    told.add({ do: 'supply_answered', at: 0, key: 's', status });
  }
  const happened = { scans: new Map([['e', times]]), supplies: new Map([[supplyKey('top_up', 'm', 5), times]]) };
  return checkReports(told, happened).map(({ invariant }) => invariant);
}

describe('scans and supplies', () => {
  it('happen once when they were acknowledged', () => {
    expect(broken(201, 1)).toEqual([]);
    expect(broken(201, 0)).toEqual(['an acknowledged scan happens once', 'an acknowledged supply happens once']);
    expect(broken(200, 2)).toHaveLength(2);
  });

  it('happen at most once when nobody knows, and never when they were refused', () => {
    expect(broken(undefined, 0)).toEqual([]);
    expect(broken(undefined, 1)).toEqual([]);
    expect(broken(undefined, 2)).toEqual(['a scan happens at most once', 'a supply happens at most once']);
    expect(broken(409, 1)).toHaveLength(2);
  });
});
