import { Database, VersionWatch } from '#lib/database';
import { CLOCK, DomainError, type Clock, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { SessionRepository } from '../persistence/session.repository';
import { UserRepository } from '../persistence/user.repository';
import { PasswordChecker } from '../tokens/password-checker';
import { SecretHasher } from '../tokens/secret-hasher';

export interface PasswordChange {
  readonly oldPassword: string;
  readonly newPassword: string;
  /** What the remote address counts as. */
  readonly address: string;
}

/** Lets somebody who is logged in choose another password. All other sessions of the user end. */
@Injectable()
export class ChangeOwnPassword {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(UserRepository) private readonly users: UserRepository,
    @Inject(SessionRepository) private readonly sessions: SessionRepository,
    @Inject(PasswordChecker) private readonly passwords: PasswordChecker,
    @Inject(SecretHasher) private readonly hasher: SecretHasher,
    @Inject(VersionWatch) private readonly watch: VersionWatch,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Throws `user.wrong_password` (422), `session.not_found` (404) for a client, and `session.too_many_attempts` (429). */
  async execute(ctx: Context, change: PasswordChange): Promise<void> {
    const { id, sessionId } = ctx.actor;
    if (sessionId === undefined) throw notAUser();
    const formerHash = await this.requirePassword(ctx, change);
    const passwordHash = await this.hasher.hash(change.newPassword);
    await this.database.transaction(ctx, async (tx) => {
      // An administrator may have set another one meanwhile: that one holds.
      const user = await this.users.lockKnowing(tx, id, formerHash);
      if (user === undefined) throw wrongPassword();
      const now = this.clock.now();
      const others = (await this.sessions.openOf(tx, id, now)).filter((session) => session !== sessionId);
      await this.users.update(tx, { ...user, version: user.version + 1 }, passwordHash);
      await this.sessions.end(tx, others, 'new_password', now);
    });
    await this.watch.refresh();
  }

  /** Whoever finds an open page must not get further than the page. Answers the hash that the old password fits. */
  private async requirePassword(ctx: Context, { oldPassword, address }: PasswordChange): Promise<string> {
    const { id } = ctx.actor;
    const passwordHash = await this.users.passwordHash(ctx, id);
    const attempt = { username: id, password: oldPassword, address, passwordHash, isKnownAddress: true };
    const matches = await this.passwords.check(attempt);
    if (passwordHash === undefined || !matches) throw wrongPassword();
    return passwordHash;
  }
}

function wrongPassword(): DomainError {
  return new DomainError('refused', 'user.wrong_password', 'The old password is another one', {
    errors: [{ pointer: '/old_password', detail: 'is not the password of this user' }],
  });
}

function notAUser(): DomainError {
  return new DomainError('not_found', 'session.not_found', 'This access token belongs to no session of the console');
}
