import { Database } from '#lib/database';
import type { Context } from '#lib/kernel';
import { Settings } from '#lib/settings';
import { Inject, Injectable } from '@nestjs/common';
import { AlertRepository } from '../persistence/alert.repository';
import { InvariantRepository } from '../persistence/invariant.repository';
import { NotificationRepository } from '../persistence/notification.repository';
import { ProcessRepository } from '../persistence/process.repository';
import { CheckInvariants } from './check-invariants';

const FORGET_INTERVAL_MS = 60_000;

/** What the evaluating process does now and then: looks at the invariants, and forgets what is old. */
@Injectable()
export class KeepHouse {
  private forgetAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CheckInvariants) private readonly checkInvariants: CheckInvariants,
    @Inject(InvariantRepository) private readonly invariants: InvariantRepository,
    @Inject(ProcessRepository) private readonly processes: ProcessRepository,
    @Inject(AlertRepository) private readonly alerts: AlertRepository,
    @Inject(NotificationRepository) private readonly notifications: NotificationRepository,
    @Inject(Settings) private readonly settings: Settings,
  ) {}

  async execute(ctx: Context): Promise<void> {
    const db = this.database.statements(ctx);
    const everyS = this.settings.current().monitoring.invariantsEveryS;
    if (await this.invariants.areDue(db, everyS)) await this.checkInvariants.execute(ctx);
    if (performance.now() < this.forgetAtMs) return;
    this.forgetAtMs = performance.now() + FORGET_INTERVAL_MS;
    await this.processes.forget(db);
    await this.alerts.forget(db);
    await this.notifications.forget(db);
  }
}
