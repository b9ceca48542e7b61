import { Database } from '#lib/database';
import { DomainError, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Locale, User } from '../domain/user';
import { UserRepository } from '../persistence/user.repository';

/** Keeps the language that somebody reads the console in, on whatever machine they log in. The last choice counts. */
@Injectable()
export class ChangeOwnLocale {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(UserRepository) private readonly users: UserRepository,
  ) {}

  /** Throws `session.not_found` (404) for a client. */
  async execute(ctx: Context, locale: Locale): Promise<User> {
    const { id, sessionId } = ctx.actor;
    return this.database.transaction(ctx, async (tx) => {
      const user = sessionId === undefined ? undefined : await this.users.lock(tx, { id });
      if (user === undefined) {
        throw new DomainError(
          'not_found',
          'session.not_found',
          'This access token belongs to no session of the console',
        );
      }
      if (user.locale === locale) return user;
      const changed: User = { ...user, locale, version: user.version + 1 };
      await this.users.update(tx, changed);
      return changed;
    });
  }
}
