import type { OrphanedWork } from './orphaned-work';

export interface WorkRecoveryOptions {
  /** Work was sent again: called after each look that found some, with the number of rows. */
  onSentAgain(rows: number): void;
  onError(error: unknown): void;
}

/**
 * When to look after a death, in milliseconds from it. Once is not enough: a mark may be too young to judge, a dead
 * process's transaction may still hold its rows for as long as PostgreSQL takes to notice, Redis may have died as well.
 */
const LOOKS_MS = [0, 100, 250, 500, 750, 1000, 1500, 2500];

/** Frees the work of dead processes: of one that the supervisor names, and after a start of all that died with us. */
export class WorkRecovery {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly orphans: OrphanedWork,
    private readonly options: WorkRecoveryOptions,
  ) {}

  /** Whatever died before this process began. */
  start(): void {
    this.lookFrom(0);
  }

  died(processName: string): void {
    if (this.stopped) return;
    clearTimeout(this.timer);
    this.running = this.running.then(() => this.attempt(() => this.orphans.expel(processName)));
    this.lookFrom(0);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private lookFrom(index: number): void {
    const [at, before] = [LOOKS_MS[index], LOOKS_MS[index - 1] ?? 0];
    if (this.stopped || at === undefined) return;
    this.timer = setTimeout(() => {
      this.running = this.running.then(() => this.attempt(() => this.look()));
      this.lookFrom(index + 1);
    }, at - before);
  }

  private async look(): Promise<void> {
    const rows = await this.orphans.sendAgain();
    if (rows > 0) this.options.onSentAgain(rows);
  }

  private async attempt(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      this.options.onError(error);
    }
  }
}
