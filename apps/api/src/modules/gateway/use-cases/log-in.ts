import { Database } from '#lib/database';
import { CLOCK, uuidv7, type Clock, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { User } from '../domain/user';
import { GATEWAY_OPTIONS, type GatewayOptions } from '../gateway.options';
import { SessionRepository } from '../persistence/session.repository';
import { UserRepository, type LoginUser } from '../persistence/user.repository';
import { AccessTokens } from '../tokens/access-tokens';
import { PasswordChecker } from '../tokens/password-checker';
import { firstRefreshToken, hashesOf, writeRefreshToken } from '../tokens/refresh-token';
import { invalidCredentials } from '../tokens/session-refusals';

export interface Credentials {
  readonly username: string;
  readonly password: string;
  /** What the remote address counts as. */
  readonly address: string;
}

/** What a page needs to act for a user, and to go on doing so. */
export interface OpenSession {
  readonly user: User;
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** Opens a session for somebody who knows the password. */
@Injectable()
export class LogIn {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(UserRepository) private readonly users: UserRepository,
    @Inject(SessionRepository) private readonly sessions: SessionRepository,
    @Inject(PasswordChecker) private readonly passwords: PasswordChecker,
    @Inject(AccessTokens) private readonly tokens: AccessTokens,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(GATEWAY_OPTIONS) private readonly options: GatewayOptions,
  ) {}

  /** Throws `session.invalid_credentials` (401) and `session.too_many_attempts` (429). */
  async execute(ctx: Context, { username, password, address }: Credentials): Promise<OpenSession> {
    const name = username.toLowerCase();
    const found = await this.users.forLogin(ctx, name, address);
    const matches = await this.passwords.check({
      username: name,
      password,
      address,
      passwordHash: found?.passwordHash,
      isKnownAddress: found?.isKnownAddress === true,
    });
    if (found === undefined || !matches) throw invalidCredentials();
    const refreshToken = firstRefreshToken(uuidv7());
    const user = await this.open(ctx, found, refreshToken, address);
    const accessToken = await this.tokens.signForUser(user, refreshToken.sessionId);
    return { user, accessToken, refreshToken: writeRefreshToken(refreshToken) };
  }

  /** The user's row is locked and read again: meanwhile it may have been deactivated, got another password, or logged in elsewhere. */
  private open(
    ctx: Context,
    { user: { id: userId }, passwordHash }: LoginUser,
    token: ReturnType<typeof firstRefreshToken>,
    address: string,
  ): Promise<User> {
    const { idleS, lastsS, sessionsPerUser } = this.options.console;
    return this.database.transaction(ctx, async (tx) => {
      const user = await this.users.lockKnowing(tx, userId, passwordHash);
      if (user?.active !== true) throw invalidCredentials();
      const now = this.clock.now();
      const tooMany = (await this.sessions.openOf(tx, userId, now)).slice(sessionsPerUser - 1);
      await this.sessions.end(tx, tooMany, 'replaced', now);
      const session = {
        id: token.sessionId,
        userId,
        ...hashesOf(token),
        previousHash: null,
        salt: null,
        rotatedAt: now,
        idleUntil: new Date(now.getTime() + idleS * 1000),
        lastsUntil: new Date(now.getTime() + lastsS * 1000),
        endedAt: null,
      };
      this.sessions.insert(tx, session, address);
      return user;
    });
  }
}
