import { Database } from '#lib/database';
import { CLOCK, uuidv7, type Clock, type Context } from '#lib/kernel';
import { Settings } from '#lib/settings';
import { Inject, Injectable } from '@nestjs/common';
import { breakerState } from '../domain/breaker';
import type { ClaimedEmail } from '../domain/email-message';
import { claimEmails, emailsUnderWay, hasDueEmails } from '../persistence/email-message.repository';
import { lockMailServer } from '../persistence/email-server.repository';

/** After this long a mail whose sender has died is sent again. */
export const EMAIL_LEASE_S = 60;

/** Takes due mails for this process, as many as the server may be sent to at once by all processes together. */
@Injectable()
export class ClaimEmails {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Settings) private readonly settings: Pick<Settings, 'current'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(ctx: Context): Promise<ClaimedEmail[]> {
    const now = this.clock.now();
    if (!(await hasDueEmails(this.database.statements(ctx), now))) return [];
    return this.database.transaction(ctx, async (tx) => {
      const server = await lockMailServer(tx);
      const state = breakerState(server, now);
      if (state === 'open') return [];
      const places = state === 'half_open' ? 1 : this.settings.current().email.concurrency;
      const room = places - (await emailsUnderWay(tx));
      if (room <= 0) return [];
      return claimEmails(tx, { claim: uuidv7(), leaseS: EMAIL_LEASE_S, now }, room);
    });
  }
}
