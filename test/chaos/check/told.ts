import type { HistoryRecord, Supply } from '../client/history';
import { verdictOf } from '../client/verdict';

/** What the client was told about one order under one key, over all attempts. */
export interface ToldOrder {
  readonly n: number;
  readonly key: string;
  readonly merchant: string;
  readonly reference: string;
  readonly hash: string;
  attempts: number;
  /** Ids that were answered with 201. */
  readonly acknowledged: Set<string>;
  /** Orders that a 409 named as the owner of the reference. */
  readonly takenBy: Set<string>;
  /** Answers that no sound request should get. */
  readonly unexpected: string[];
}

export interface ToldCancel {
  readonly id: string;
  /** Undefined: no answer was understood. */
  status?: number;
}

export interface ToldScan {
  readonly event: string;
  readonly id: string;
  status?: number;
}

export interface ToldSupply extends Supply {
  status?: number;
}

/** The history, put together by what it is about. */
export interface Told {
  readonly orders: ReadonlyMap<number, ToldOrder>;
  readonly cancels: ReadonlyMap<string, ToldCancel>;
  readonly scans: ReadonlyMap<string, ToldScan>;
  readonly supplies: ReadonlyMap<string, ToldSupply>;
}

/** Puts the records together; answers to what was never sent would be a fault of the client, and throw. */
export class ToldSoFar implements Told {
  readonly orders = new Map<number, ToldOrder>();
  readonly cancels = new Map<string, ToldCancel>();
  readonly scans = new Map<string, ToldScan>();
  readonly supplies = new Map<string, ToldSupply>();

  add(record: HistoryRecord): void {
    switch (record.do) {
      case 'sent':
        this.sent(record);
        return;
      case 'answered':
        this.answered(record);
        return;
      case 'unanswered':
        return;
      case 'cancel_sent':
        this.cancels.set(record.id, { id: record.id });
        return;
      case 'cancel_answered':
        known(this.cancels, record.id).status = record.status;
        return;
      case 'scan_sent':
        this.scans.set(record.event, { event: record.event, id: record.id });
        return;
      case 'scan_answered':
        known(this.scans, record.event).status = record.status;
        return;
      case 'supply_sent':
        this.supplies.set(record.supply.key, { ...record.supply });
        return;
      case 'supply_answered':
        known(this.supplies, record.key).status = record.status;
    }
  }

  private sent({ n, key, merchant, reference, hash }: HistoryRecord & { do: 'sent' }): void {
    let order = this.orders.get(n);
    if (order === undefined) {
      const fresh = { acknowledged: new Set<string>(), takenBy: new Set<string>(), unexpected: [] };
      order = { n, key, merchant, reference, hash, attempts: 0, ...fresh };
      this.orders.set(n, order);
    }
    order.attempts += 1;
  }

  private answered(record: HistoryRecord & { do: 'answered' }): void {
    const order = known(this.orders, record.n);
    const { status, id, code } = record;
    const verdict = verdictOf(record);
    if (verdict === 'done' && id !== undefined) order.acknowledged.add(id);
    else if (verdict === 'refused' && id !== undefined) order.takenBy.add(id);
    else if (verdict !== 'again' && verdict !== 'renew_token') order.unexpected.push(`${status} ${code ?? ''}`.trim());
  }
}

function known<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): Value {
  const value = map.get(key);
  if (value === undefined) throw new Error(`The history answers ${String(key)}, which it never sent`);
  return value;
}
