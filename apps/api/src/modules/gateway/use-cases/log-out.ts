import { Database, VersionWatch } from '#lib/database';
import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { SessionRepository } from '../persistence/session.repository';

/** Ends a session: its refresh token is of no use any more, and every process refuses its access tokens within a second. */
@Injectable()
export class LogOut {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(SessionRepository) private readonly sessions: SessionRepository,
    @Inject(VersionWatch) private readonly watch: VersionWatch,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(ctx: Context, sessionId: string): Promise<void> {
    const now = this.clock.now();
    await this.database.transaction(ctx, (tx) => this.sessions.end(tx, [sessionId], 'logged_out', now));
    await this.watch.refresh();
  }
}
