/** One message as it came to the receiver: a line of its history, on the disk before the answer leaves. */
export interface Heard {
  readonly do: 'heard';
  readonly at: number;
  readonly endpoint: string;
  /** The `webhook-id`. */
  readonly id: string;
  readonly order: string;
  readonly sequence: number;
  /** Whether its signature was right. */
  readonly signed: boolean;
  /** Whether it was answered with 2xx; one that was not must come again. */
  readonly accepted: boolean;
}

/** What the receiver process is told. */
export interface ReceiverPlan {
  readonly historyFile: string;
  /** The signing secret of each endpoint, whose id is its path. */
  readonly secrets: Readonly<Record<string, string>>;
}

export interface ReceiverMessage {
  readonly do: 'listening';
  readonly port: number;
}
