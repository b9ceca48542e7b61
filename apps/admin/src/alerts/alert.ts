export interface AlertRecord {
  readonly id: string;
  readonly key: string;
  readonly rule: string;
  readonly severity: string;
  readonly state: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly value: number;
  readonly threshold: number;
  readonly since: string;
  readonly hidden_by: string | null;
}

export interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly (readonly number[])[];
}

export interface IncidentRecord {
  readonly id: string;
  readonly rule: string;
  readonly severity: string;
  readonly summary: string;
  readonly state: 'open' | 'acknowledged' | 'closed';
  readonly opened_at: string;
  readonly acknowledged_at: string | null;
  readonly acknowledged_by: string | null;
  readonly note: string | null;
  readonly closed_at: string | null;
  readonly ended: { readonly by: string; readonly alert: string; readonly value: number } | null;
  /** What the ticket system calls it. */
  readonly ticket_id: string | null;
  readonly evidence: { readonly series: readonly Series[] };
  readonly version: number;
}

export interface SilenceRecord {
  readonly id: string;
  readonly matchers: readonly { readonly name: string; readonly is: string; readonly value: string }[];
  readonly reason: string;
  readonly created_by: string;
  readonly ends_at: string;
  readonly version: number;
}
