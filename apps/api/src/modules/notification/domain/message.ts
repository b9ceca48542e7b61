export const MESSAGE_STATES = ['waiting', 'delivered', 'failed'] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

/** A message to be written: one event, or a ping, for one endpoint. */
export interface NewMessage {
  readonly id: string;
  readonly endpointId: string;
  /** The order, or the message itself where it belongs to none. Within a stream the messages go out by `sequence`. */
  readonly streamId: string;
  readonly sequence: number;
  readonly type: string;
  readonly body: string;
  /** Where its event stands in a trace, see `traceMark`; a message about no order stands in none. */
  readonly trace?: string | null;
}

/** A line of the delivery log. */
export interface Delivery {
  readonly id: string;
  readonly streamId: string;
  readonly sequence: number;
  readonly type: string;
  readonly body: string;
  readonly state: MessageState;
  readonly attempts: number;
  readonly lastAttemptAt: Date | null;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
  readonly lastDurationMs: number | null;
  readonly nextAttemptAt: Date | null;
  readonly createdAt: Date;
}
