import type { Told } from './told';
import { violation, type Violation } from './violation';

/** How often things that should happen once happened. */
export interface Happened {
  /** Receipts of scans by event id. */
  readonly scans: ReadonlyMap<string, number>;
  /** Supplies by kind, receiver and amount: see `supplyKey`. */
  readonly supplies: ReadonlyMap<string, number>;
}

export function supplyKey(kind: 'top_up' | 'receipt', to: string, amount: number): string {
  return `${kind} ${to} ${amount}`;
}

/** Scans, money and goods: once when it was acknowledged, at most once when nobody knows, never when it was refused. */
export function checkReports(told: Told, happened: Happened): Violation[] {
  const found: Violation[] = [];
  const check = (what: string, subject: string, status: number | undefined, times: number): void => {
    const acknowledged = status !== undefined && status < 300;
    if (acknowledged && times !== 1)
      found.push(violation(`an acknowledged ${what} happens once`, subject, `${times} times`));
    if (!acknowledged && times > (status === undefined ? 1 : 0)) {
      found.push(
        violation(`a ${what} happens at most once`, subject, `${times} times; answered ${status ?? 'nothing'}`),
      );
    }
  };
  for (const { event, status } of told.scans.values()) check('scan', event, status, happened.scans.get(event) ?? 0);
  for (const { key, kind, to, amount, status } of told.supplies.values()) {
    check('supply', key, status, happened.supplies.get(supplyKey(kind, to, amount)) ?? 0);
  }
  return found;
}
