import { VersionWatch } from '#lib/database';
import { CLOCK, systemContext, type Clock } from '#lib/kernel';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { GATEWAY_OPTIONS, type GatewayOptions } from '../gateway.options';
import { SessionRepository } from '../persistence/session.repository';

const CTX = systemContext('ended-sessions');

/** The clocks of two processes may differ by so much. */
const CLOCK_SLACK_S = 60;

/**
 * The sessions whose access tokens would still be good, were it for their expiry alone: those that ended within the life of a
 * token. At most one poll of `VersionWatch` behind.
 */
@Injectable()
export class EndedSessions implements OnModuleInit {
  private readonly endedAtMs = new Map<string, number>();
  private revision = -1;

  constructor(
    @Inject(VersionWatch) private readonly watch: VersionWatch,
    @Inject(SessionRepository) private readonly repository: SessionRepository,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(GATEWAY_OPTIONS) private readonly options: GatewayOptions,
  ) {}

  onModuleInit(): Promise<void> {
    return this.watch.subscribe('sessions', (version) => this.read(version));
  }

  has(id: string): boolean {
    return this.endedAtMs.has(id);
  }

  private async read(version: number): Promise<void> {
    const since = new Date(this.clock.now().getTime() - (this.options.console.tokenTtlS + CLOCK_SLACK_S) * 1000);
    for (const [id, endedAtMs] of this.endedAtMs) if (endedAtMs < since.getTime()) this.endedAtMs.delete(id);
    for (const { id, endedAt } of await this.repository.endedSince(CTX, this.revision, since)) {
      this.endedAtMs.set(id, endedAt.getTime());
    }
    this.revision = version;
  }
}
