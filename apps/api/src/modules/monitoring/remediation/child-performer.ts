import { bumpVersion, Database, type Queryable, VersionWatch } from '#lib/database';
import { type Context, DomainError } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Facts } from '../domain/remediation/actions';
import type { Params } from '../domain/remediation/parameters';
import { ProcessRepository } from '../persistence/process.repository';
import { RestartRepository } from '../persistence/restart.repository';
import { type Performer, textOf } from './performer';

/** Longer than a report may be late. */
const UP_MS = 4000;

/** Has a process replaced by its supervisor. */
@Injectable()
export class ChildPerformer implements Performer {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(VersionWatch) private readonly watch: VersionWatch,
    @Inject(ProcessRepository) private readonly processes: ProcessRepository,
    @Inject(RestartRepository) private readonly requests: RestartRepository,
  ) {}

  async facts(_ctx: Context, db: Queryable, params: Params): Promise<Facts> {
    const instance = textOf(params, 'instance');
    const there = (await this.processes.all(db)).filter((seen) => seen.instance === instance);
    const [newest] = there.sort((a, b) => b.startedAtMs - a.startedAtMs);
    if (newest === undefined) {
      throw new DomainError('not_found', 'monitoring.instance_not_found', `No process is known at ${instance}`);
    }
    return { process: newest.process, up: newest.silentMs < UP_MS };
  }

  async act(ctx: Context, params: Params): Promise<void> {
    await this.database.transaction(ctx, async (tx) => {
      this.requests.ask(tx, textOf(params, 'instance'));
      await bumpVersion(tx, 'restarts');
    });
    await this.watch.refresh();
  }
}
