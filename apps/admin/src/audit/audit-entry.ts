/** Who changed what; `before` and `after` hold the members that changed alone. */
export interface AuditEntry {
  readonly id: number;
  readonly at: string;
  readonly actor: {
    readonly id: string;
    readonly name: string | null;
    readonly role: string;
    readonly address: string;
  };
  readonly action: string;
  readonly resource: { readonly type: string; readonly id: string };
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
  readonly trace_id: string;
}

/** What the audit calls the kinds of resources, as the filter offers them. */
export const AUDITED = [
  'user',
  'client',
  'merchant',
  'sku',
  'warehouse',
  'facility',
  'link',
  'zone',
  'timetable',
  'courier',
  'courier_schedule',
  'shift',
  'webhook_endpoint',
  'alert_channel',
  'alert_silence',
  'incident',
  'remediation_run',
  'email_template',
  'bulk_action',
  'order',
  'assignment',
  'stock',
  'account',
  'webhook_message',
  'signing_key',
] as const;
