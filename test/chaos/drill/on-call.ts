import { eventually } from '../../../libs/testing/eventually';
import { HttpReceiver } from '../../../libs/testing/http-receiver';

interface Told {
  readonly rule: string;
  readonly status: 'firing' | 'resolved';
  readonly summary: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Something that was told, when it came here. */
export interface Heard extends Told {
  readonly atMs: number;
}

const POLL_MS = 50;

/** Somebody on call: a real receiver of the signed webhook, with the time at which each alert came. */
export class OnCall {
  readonly heard: Heard[] = [];
  private seen = 0;
  private readonly timer: NodeJS.Timeout;

  private constructor(private readonly receiver: HttpReceiver) {
    this.timer = setInterval(() => this.listen(), POLL_MS);
  }

  static async open(): Promise<OnCall> {
    return new OnCall(await HttpReceiver.open());
  }

  get url(): string {
    return this.receiver.url('/on-call');
  }

  /** What was told of a rule from a time on. */
  told(rule: string, status: Told['status'], sinceMs: number): Heard | undefined {
    return this.heard.find((each) => each.rule === rule && each.status === status && each.atMs >= sinceMs);
  }

  /** When a rule was told; undefined when it was not in time. */
  async hears(rule: string, status: Told['status'], sinceMs: number, withinMs: number): Promise<Heard | undefined> {
    const read = (): Heard | undefined => this.told(rule, status, sinceMs);
    return eventually(read, (heard) => heard !== undefined, withinMs).catch(() => undefined);
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.receiver.close();
  }

  private listen(): void {
    const atMs = Date.now();
    for (const { body } of this.receiver.received.slice(this.seen)) {
      const { data } = body as { readonly data: { readonly alerts: readonly Told[] } };
      for (const told of data.alerts) this.heard.push({ ...told, atMs });
    }
    this.seen = this.receiver.received.length;
  }
}
