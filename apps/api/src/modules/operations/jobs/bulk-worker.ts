import { Database } from '#lib/database';
import { PollLoop, systemContext } from '#lib/kernel';
import { Log } from '#lib/telemetry';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { OPERATIONS_OPTIONS, type OperationsOptions } from '../operations.options';
import { BulkActionRepository } from '../persistence/bulk-action.repository';
import { WorkBulkAction, type BatchOutcome } from '../use-cases/work-bulk-action';

/** Where the process that took the request does no such work, another one finds it so soon. */
const POLL_MS = 500;
/** Of so many actions a batch each: none waits for the end of another. */
const AT_ONCE = 8;

/** Works on the bulk actions that there are, whichever process wrote them down. */
@Injectable()
export class BulkWorker implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly ctx = systemContext('bulk-worker');
  private readonly loop: PollLoop;

  constructor(
    @Inject(OPERATIONS_OPTIONS) private readonly options: OperationsOptions,
    @Inject(Database) private readonly database: Database,
    @Inject(BulkActionRepository) private readonly actions: BulkActionRepository,
    @Inject(WorkBulkAction) private readonly work: WorkBulkAction,
    @Inject(Log) private readonly log: Log,
  ) {
    this.loop = new PollLoop({
      turn: () => this.turn(),
      pollMs: () => POLL_MS,
      onError: (error) => log.warn('Bulk actions could not be worked on; tries again', { error }),
    });
  }

  onApplicationBootstrap(): void {
    this.wake();
  }

  onModuleDestroy(): Promise<void> {
    return this.loop.stop();
  }

  /** There is one more. */
  wake(): void {
    if (this.options.worksActions) this.loop.wake();
  }

  private async turn(): Promise<boolean> {
    const running = await this.actions.running(this.database.statements(this.ctx), AT_ONCE);
    let more = false;
    for (const id of running) more = (await this.batchOf(id)) === 'more' || more;
    return more;
  }

  /** One that cannot be worked on now keeps none of the others from it. */
  private async batchOf(id: string): Promise<BatchOutcome | 'failed'> {
    try {
      return await this.work.execute(id);
    } catch (error) {
      this.log.warn('A bulk action could not be worked on; tries again', { action_id: id, error });
      return 'failed';
    }
  }
}
