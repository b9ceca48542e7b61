import { Database, type Tx } from '#lib/database';
import { CLOCK, DomainError, type Clock, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { User } from '../domain/user';
import { SessionRepository } from '../persistence/session.repository';
import { UserRepository } from '../persistence/user.repository';
import { CreateUsers, type PreparedPassword } from './create-users';

/** A user with its password, which nobody can ever read again. */
export interface CreatedUser {
  readonly user: User;
  readonly password: string;
}

/** Makes an administrator of the console, or gives the one that exists a new password: the way in when no other is left. */
@Injectable()
export class CreateConsoleAdmin {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(UserRepository) private readonly users: UserRepository,
    @Inject(SessionRepository) private readonly sessions: SessionRepository,
    @Inject(CreateUsers) private readonly creation: CreateUsers,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The former password and its sessions end at once. Throws `user.username_taken` when the name belongs to no active admin. */
  async execute(ctx: Context, username: string): Promise<CreatedUser> {
    const prepared = await this.creation.prepare();
    const user = await this.database.transaction(ctx, async (tx) => {
      const known = await this.users.lock(tx, { username });
      if (known !== undefined) return this.renew(tx, known, prepared);
      const input = { username, displayName: 'Administrator', role: 'admin', locale: 'en' } as const;
      return this.creation.execute(tx, input, prepared);
    });
    return { user, password: prepared.password };
  }

  private async renew(tx: Tx, known: User, { passwordHash }: PreparedPassword): Promise<User> {
    if (known.role !== 'admin' || !known.active) {
      const state = known.active ? 'active' : 'not active';
      const message = `The user ${known.username} is ${state} and of role ${known.role}`;
      throw new DomainError('conflict', 'user.username_taken', message);
    }
    const now = this.clock.now();
    const renewed: User = { ...known, version: known.version + 1 };
    await this.users.update(tx, renewed, passwordHash);
    await this.sessions.end(tx, await this.sessions.openOf(tx, known.id, now), 'new_password', now);
    return renewed;
  }
}
