import { Database, VersionWatch } from '#lib/database';
import { systemContext } from '#lib/kernel';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CatalogSnapshot } from './catalog-snapshot';
import { CatalogRepository } from './persistence/catalog.repository';
import { ResumeWaiting } from './use-cases/resume-waiting';

/** Keeps this process's catalog snapshot fresh, and offers the stock of warehouses that opened to waiting orders. */
@Injectable()
export class CatalogWatch implements OnModuleInit {
  private readonly ctx = systemContext('catalog-watch');
  private started = false;
  /** Opened and not yet offered: kept over a failed attempt, which the watch repeats. */
  private readonly opened = new Set<string>();

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(VersionWatch) private readonly watch: VersionWatch,
    @Inject(CatalogRepository) private readonly catalog: CatalogRepository,
    @Inject(CatalogSnapshot) private readonly snapshot: CatalogSnapshot,
    @Inject(ResumeWaiting) private readonly resumeWaiting: ResumeWaiting,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.watch.subscribe('catalog', () => this.rebuild());
    this.started = true;
  }

  /** For the process that changed the catalog itself: the next request to it sees the change. */
  refresh(): Promise<void> {
    return this.watch.refresh();
  }

  /**
   * An order that is woken for a new warehouse before its process knows it would be refused and wait again. So the last
   * process to learn of it wakes as well as the first: every one that can refuse wakes once more after it can't.
   */
  private async rebuild(): Promise<void> {
    const statements = this.database.statements(this.ctx);
    const weights = await this.catalog.weights(statements);
    const opened = this.snapshot.swap(weights, await this.catalog.activeWarehouses(statements));
    if (!this.started) return;
    for (const { id } of opened) this.opened.add(id);
    if (this.opened.size === 0) return;
    await this.database.transaction(this.ctx, (tx) => this.resumeWaiting.afterOpening(tx, [...this.opened]));
    this.opened.clear();
  }
}
