/**
 * The client's history: one JSON object per line, on the disk before the request leaves, so that what was promised to the
 * client is known whatever is killed. `n` is the order's number in the run.
 */
export type HistoryRecord =
  | {
      readonly do: 'sent';
      readonly at: number;
      readonly n: number;
      readonly attempt: number;
      /** Which of the base URLs. */
      readonly via: number;
      readonly key: string;
      readonly merchant: string;
      readonly reference: string;
      /** Of what the order asks for; see `payloadHash`. */
      readonly hash: string;
    }
  | {
      readonly do: 'answered';
      readonly at: number;
      readonly n: number;
      readonly attempt: number;
      readonly status: number;
      /** The order's id of a 201, or the one that a 409 names. */
      readonly id?: string;
      readonly code?: string;
      readonly replayed?: true;
    }
  | {
      readonly do: 'unanswered';
      readonly at: number;
      readonly n: number;
      readonly attempt: number;
      readonly why: string;
    }
  | { readonly do: 'cancel_sent'; readonly at: number; readonly id: string }
  | {
      readonly do: 'cancel_answered';
      readonly at: number;
      readonly id: string;
      readonly status: number;
      readonly code?: string;
    }
  | { readonly do: 'scan_sent'; readonly at: number; readonly event: string; readonly id: string }
  | {
      readonly do: 'scan_answered';
      readonly at: number;
      readonly event: string;
      readonly id: string;
      readonly status: number;
      readonly outcome?: string;
    }
  | { readonly do: 'supply_sent'; readonly at: number; readonly supply: Supply }
  | { readonly do: 'supply_answered'; readonly at: number; readonly key: string; readonly status: number };

/** Money or goods that the operator brings. `amount` is unlike that of any other supply of its kind in the run. */
export interface Supply {
  readonly key: string;
  readonly kind: 'top_up' | 'receipt';
  /** The merchant, or the SKU. */
  readonly to: string;
  readonly amount: number;
}

export function encode(records: readonly object[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}

/** Reads whole lines; the last one may have been cut short by a kill and says nothing then. */
export function decode(text: string): HistoryRecord[] {
  const end = text.lastIndexOf('\n') + 1;
  return text
    .slice(0, end)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as HistoryRecord);
}
