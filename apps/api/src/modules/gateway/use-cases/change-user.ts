import { Database, VersionWatch, type Tx } from '#lib/database';
import { requireVersion } from '#lib/http';
import { CLOCK, DomainError, type Clock, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { losesAdmin, type User, type UserChange } from '../domain/user';
import { SessionRepository } from '../persistence/session.repository';
import { UserRepository } from '../persistence/user.repository';
import { userNotFound } from './read-users';

/** Changes a user. A lowered role and a deactivation take effect in every process within a second. */
@Injectable()
export class ChangeUser {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(UserRepository) private readonly users: UserRepository,
    @Inject(SessionRepository) private readonly sessions: SessionRepository,
    @Inject(VersionWatch) private readonly watch: VersionWatch,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Throws `user.not_found` (404), `request.stale` (412) and `user.last_admin` (409). */
  async execute(ctx: Context, id: string, version: number, change: UserChange): Promise<User> {
    const user = await this.database.transaction(ctx, (tx) => this.change(tx, id, version, change));
    await this.watch.refresh();
    return user;
  }

  private async change(tx: Tx, id: string, version: number, change: UserChange): Promise<User> {
    const user = await this.users.lock(tx, { id });
    if (user === undefined) throw userNotFound(id);
    requireVersion(user.version, version);
    const changed: User = { ...user, ...change, version: user.version + 1 };
    // Who changes users waits for whoever else does, so that two admins cannot take each other's role away.
    if (losesAdmin(user, changed) && (await this.users.otherAdmins(tx, id)) === 0) {
      throw new DomainError('conflict', 'user.last_admin', 'This is the last active administrator: make another first');
    }
    await this.users.update(tx, changed);
    if (user.active && !changed.active) {
      const now = this.clock.now();
      await this.sessions.end(tx, await this.sessions.openOf(tx, id, now), 'deactivated', now);
    }
    return changed;
  }
}
