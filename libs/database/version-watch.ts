import { systemContext } from '#lib/kernel';
import type { Database } from './database';
import { statement } from './statement';
import type { Topic } from './versions';

const READ = statement('database.read-versions', `select topic, version from versions`);

/** A snapshot is rebuilt off the request path; a failure keeps the old one and is tried again at the next poll. */
type Rebuild = (version: number) => Promise<void>;

interface Subscription {
  readonly topic: Topic;
  readonly rebuild: Rebuild;
  seen: number;
}

/**
 * Keeps every process's snapshots fresh within one poll (250 ms), with PostgreSQL alone: one query reads the versions
 * of all topics, and only a changed topic is read again. No message can be missed, because none is needed.
 */
export class VersionWatch {
  private readonly subscriptions: Subscription[] = [];
  private timer: NodeJS.Timeout | undefined;
  private polling: Promise<void> | undefined;
  private stopped = false;

  constructor(
    private readonly database: Database,
    private readonly onError: (error: unknown, topic?: Topic) => void,
    private readonly intervalMs = 250,
  ) {}

  /** Builds the snapshot now and again after every change; resolves when the first one stands. */
  async subscribe(topic: Topic, rebuild: Rebuild): Promise<void> {
    const versions = await this.read();
    const version = versions.get(topic) ?? 0;
    await rebuild(version);
    this.subscriptions.push({ topic, rebuild, seen: version });
  }

  start(): void {
    this.timer ??= setTimeout(() => this.tick(), this.intervalMs);
  }

  /** Reads the versions now instead of at the next poll: for the process that made the change itself. */
  async refresh(): Promise<void> {
    await this.polling;
    await this.poll();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.polling;
  }

  private tick(): void {
    void this.poll().finally(() => {
      if (!this.stopped) this.timer = setTimeout(() => this.tick(), this.intervalMs);
    });
  }

  private poll(): Promise<void> {
    this.polling ??= this.rebuildChanged().finally(() => (this.polling = undefined));
    return this.polling;
  }

  private async rebuildChanged(): Promise<void> {
    try {
      const versions = await this.read();
      for (const subscription of this.subscriptions) {
        const version = versions.get(subscription.topic) ?? 0;
        if (version === subscription.seen) continue;
        try {
          await subscription.rebuild(version);
          subscription.seen = version;
        } catch (error) {
          this.onError(error, subscription.topic);
        }
      }
    } catch (error) {
      this.onError(error);
    }
  }

  private async read(): Promise<Map<Topic, number>> {
    const rows = await this.database
      .statements(systemContext('version-watch'))
      .query<{ topic: Topic; version: number }>(READ);
    return new Map(rows.map((row) => [row.topic, row.version]));
  }
}
