export interface WebhookEndpoint {
  readonly id: string;
  readonly merchant_id: string;
  readonly url: string;
  readonly description: string;
  readonly event_types: readonly string[] | null;
  readonly status: 'active' | 'disabled';
  readonly disabled_because: string | null;
  readonly version: number;
  readonly created_at: string;
}

export interface WebhookDelivery {
  readonly id: string;
  readonly type: string;
  readonly order_id: string | null;
  readonly state: 'waiting' | 'delivered' | 'failed';
  readonly attempts: number;
  readonly last_attempt_at: string | null;
  readonly last_status: number | null;
  readonly last_error: string | null;
  readonly last_duration_ms: number | null;
  readonly next_attempt_at: string | null;
  readonly body: string;
  readonly created_at: string;
}
