import { Database, VersionWatch } from '#lib/database';
import { requireVersion } from '#lib/http';
import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { User } from '../domain/user';
import { SessionRepository } from '../persistence/session.repository';
import { UserRepository } from '../persistence/user.repository';
import type { CreatedUser } from './create-console-admin';
import { CreateUsers } from './create-users';
import { userNotFound } from './read-users';

/** Gives a user who has forgotten it a new password. The former one and the user's sessions end at once. */
@Injectable()
export class SetPassword {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(UserRepository) private readonly users: UserRepository,
    @Inject(SessionRepository) private readonly sessions: SessionRepository,
    @Inject(CreateUsers) private readonly creation: CreateUsers,
    @Inject(VersionWatch) private readonly watch: VersionWatch,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Throws `user.not_found` (404) and `request.stale` (412). */
  async execute(ctx: Context, id: string, version: number): Promise<CreatedUser> {
    const { password, passwordHash } = await this.creation.prepare();
    const user = await this.database.transaction(ctx, async (tx) => {
      const known = await this.users.lock(tx, { id });
      if (known === undefined) throw userNotFound(id);
      requireVersion(known.version, version);
      const changed: User = { ...known, version: known.version + 1 };
      const now = this.clock.now();
      await this.users.update(tx, changed, passwordHash);
      await this.sessions.end(tx, await this.sessions.openOf(tx, id, now), 'new_password', now);
      return changed;
    });
    await this.watch.refresh();
    return { user, password };
  }
}
