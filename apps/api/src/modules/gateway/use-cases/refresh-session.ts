import { Database, VersionWatch, type Tx } from '#lib/database';
import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { judge, type Session } from '../domain/session';
import type { User } from '../domain/user';
import { GATEWAY_OPTIONS, type GatewayOptions } from '../gateway.options';
import { SessionRepository } from '../persistence/session.repository';
import { UserRepository } from '../persistence/user.repository';
import { AccessTokens } from '../tokens/access-tokens';
import {
  hashesOf,
  newSalt,
  readRefreshToken,
  successorOf,
  writeRefreshToken,
  type RefreshToken,
} from '../tokens/refresh-token';
import { sessionExpired } from '../tokens/session-refusals';
import type { OpenSession } from './log-in';

/** Gives the session of a refresh token a new access token, and a new refresh token in place of the one that was shown. */
@Injectable()
export class RefreshSession {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(UserRepository) private readonly users: UserRepository,
    @Inject(SessionRepository) private readonly sessions: SessionRepository,
    @Inject(AccessTokens) private readonly tokens: AccessTokens,
    @Inject(VersionWatch) private readonly watch: VersionWatch,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(GATEWAY_OPTIONS) private readonly options: GatewayOptions,
  ) {}

  /** Throws `session.expired` (401). A token that was used before ends its session, in every process within a second. */
  async execute(ctx: Context, cookie: string | undefined): Promise<OpenSession> {
    const shown = readRefreshToken(cookie);
    if (shown === undefined) throw sessionExpired();
    const outcome = await this.database.transaction(ctx, (tx) => this.refresh(tx, shown));
    if (outcome === 'ended') await this.watch.refresh();
    if (typeof outcome === 'string') throw sessionExpired();
    const accessToken = await this.tokens.signForUser(outcome.user, shown.sessionId);
    return { user: outcome.user, accessToken, refreshToken: writeRefreshToken(outcome.token) };
  }

  /** An outcome and not an error: what ended must be committed. */
  private async refresh(
    tx: Tx,
    shown: RefreshToken,
  ): Promise<{ readonly user: User; readonly token: RefreshToken } | 'ended' | 'refused'> {
    const session = await this.sessions.lock(tx, shown.sessionId);
    if (session === undefined) return 'refused';
    const now = this.clock.now();
    const verdict = judge(session, hashesOf(shown), now.getTime(), this.options.console.refreshGraceS);
    if (verdict === 'foreign' || verdict === 'over') return 'refused';
    if (verdict === 'end') {
      await this.sessions.end(tx, [session.id], 'reused_token', now);
      return 'ended';
    }
    const user = await this.users.read(tx, session.userId);
    if (user?.active !== true) return 'refused';
    const token = verdict === 'rotate' ? this.rotate(tx, session, shown, now) : successorOf(shown, session.salt ?? '');
    return { user, token };
  }

  private rotate(tx: Tx, session: Session, shown: RefreshToken, now: Date): RefreshToken {
    const salt = newSalt();
    const token = successorOf(shown, salt);
    const idleUntil = new Date(now.getTime() + this.options.console.idleS * 1000);
    this.sessions.rotate(tx, session.id, { tokenHash: hashesOf(token).tokenHash, salt, now, idleUntil });
    return token;
  }
}
