import type { Topic, VersionWatch } from '#lib/database';
import { systemContext, type Context } from '#lib/kernel';

interface Source<T> {
  readonly topic: Topic;
  /** What was changed after that version of the topic; reading a row again changes nothing. */
  readonly changedSince: (ctx: Context, revision: number) => Promise<readonly T[]>;
}

/** All rows of a topic in memory, at most one poll of `VersionWatch` behind. A change reads the changed rows only. */
export abstract class Directory<T extends { readonly id: string }> {
  private readonly entries = new Map<string, T>();
  private readonly ctx: Context;
  private revision = -1;

  protected constructor(
    private readonly watch: VersionWatch,
    private readonly source: Source<T>,
  ) {
    this.ctx = systemContext(`${source.topic}-directory`);
  }

  onModuleInit(): Promise<void> {
    return this.watch.subscribe(this.source.topic, (version) => this.read(version));
  }

  get(id: string): T | undefined {
    return this.entries.get(id);
  }

  /** Rows committed after `version` was read may be among them already; they are read once more. */
  private async read(version: number): Promise<void> {
    for (const entry of await this.source.changedSince(this.ctx, this.revision)) this.entries.set(entry.id, entry);
    this.revision = version;
  }
}
