import { VersionWatch } from '#lib/database';
import { DomainError, type Actor } from '#lib/kernel';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { ClientDirectory } from '../directory/client-directory';
import { EndedSessions } from '../directory/ended-sessions';
import { MerchantDirectory } from '../directory/merchant-directory';
import { UserDirectory } from '../directory/user-directory';
import { invalidToken } from './access-tokens';
import { sessionExpired } from './session-refusals';

/** Whom a token speaks for. */
export interface Caller {
  readonly actor: Actor;
  readonly merchantId?: string | undefined;
}

interface Watched {
  readonly caller: Caller;
  readonly ended: (reason: unknown) => void;
}

/** As often as the directories learn of changes. */
const LOOK_MS = 250;

/** Whether callers may still call: asked from memory for each request, and again and again for what stays open. */
@Injectable()
export class Standing implements OnModuleDestroy {
  private readonly watched = new Set<Watched>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(ClientDirectory) private readonly clients: ClientDirectory,
    @Inject(MerchantDirectory) private readonly merchants: MerchantDirectory,
    @Inject(UserDirectory) private readonly users: UserDirectory,
    @Inject(EndedSessions) private readonly endedSessions: EndedSessions,
    @Inject(VersionWatch) private readonly versions: VersionWatch,
  ) {}

  /** @throws DomainError `gateway.invalid_token`, `session.expired` (401), `gateway.merchant_suspended` (403) */
  require({ actor, merchantId }: Caller): void {
    if (actor.sessionId !== undefined) {
      this.requireSession(actor, actor.sessionId);
      return;
    }
    if (this.clients.get(actor.id)?.status !== 'active') {
      throw invalidToken('The client of this access token is revoked');
    }
    if (merchantId !== undefined && this.merchants.get(merchantId)?.status !== 'active') {
      throw new DomainError('forbidden', 'gateway.merchant_suspended', 'This merchant is suspended');
    }
  }

  /** Asks PostgreSQL at once where memory would refuse: caller or merchant may have come a moment ago, in another process. */
  async refresh(caller: Caller): Promise<void> {
    try {
      this.require(caller);
    } catch {
      await this.versions.refresh();
    }
  }

  /** Tells once, with what `require` would throw, when the caller may not go on with what it has open. Answers the way to stop. */
  watch(caller: Caller, ended: (reason: unknown) => void): () => void {
    const watched = { caller, ended };
    this.watched.add(watched);
    this.timer ??= setInterval(() => this.look(), LOOK_MS);
    return () => this.forget(watched);
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
    this.watched.clear();
  }

  private look(): void {
    for (const watched of [...this.watched]) {
      try {
        this.require(watched.caller);
      } catch (reason) {
        this.forget(watched);
        watched.ended(reason);
      }
    }
  }

  private forget(watched: Watched): void {
    this.watched.delete(watched);
    if (this.watched.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /** A role that was changed ends the tokens that name the former one; the session goes on with a new token. */
  private requireSession(actor: Actor, sessionId: string): void {
    const user = this.users.get(actor.id);
    if (user?.active !== true || user.role !== actor.role || this.endedSessions.has(sessionId)) throw sessionExpired();
  }
}
