import { Database, type Tx } from '#lib/database';
import { MailFault } from '#lib/mail';
import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { GatewayFacade } from '#module/gateway';
import { OrderFacade } from '#module/order';
import { WaybillFacade } from '#module/waybill';
import { Inject, Injectable } from '@nestjs/common';
import { afterAttempt } from '../domain/breaker';
import type { ClaimedEmail } from '../domain/email-message';
import { judgeEmail, staleness, type EmailAttempt, type EmailVerdict } from '../domain/email-schedule';
import { renderEmail } from '../domain/email-text';
import { EmailTransport, type OutgoingEmail } from '../email-transport';
import { settleEmail } from '../persistence/email-message.repository';
import { lockMailServer, saveMailServer } from '../persistence/email-server.repository';
import { activeTemplates } from '../persistence/email-template.repository';
import { addressed } from './email-values';

/** A mail with all that is in it, or why it is not to be sent any more. */
export type WrittenEmail =
  | { readonly kind: 'written'; readonly claimed: ClaimedEmail; readonly mail: OutgoingEmail }
  | { readonly kind: 'dropped'; readonly claimed: ClaimedEmail; readonly reason: string };

/** Writes claimed mails, sends each once, and notes what came of it. No transaction is open while a mail is on its way. */
@Injectable()
export class SendEmail {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(OrderFacade) private readonly orders: Pick<OrderFacade, 'summaries'>,
    @Inject(WaybillFacade) private readonly waybills: Pick<WaybillFacade, 'find'>,
    @Inject(GatewayFacade) private readonly gateway: Pick<GatewayFacade, 'merchant'>,
    @Inject(EmailTransport) private readonly transport: Pick<EmailTransport, 'send'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** By what templates and orders say now. */
  async write(ctx: Context, claimed: readonly ClaimedEmail[]): Promise<WrittenEmail[]> {
    const { database, orders, waybills, gateway } = this;
    const known = await addressed(ctx, { database, orders, waybills, gateway }, claimed);
    const merchants = [...new Set(claimed.map(({ merchantId }) => merchantId))];
    const templates = await activeTemplates(database.statements(ctx), merchants);
    const now = this.clock.now();
    return claimed.map((one) => {
      const template = templates.find(
        ({ merchantId, status }) => merchantId === one.merchantId && status === one.status,
      );
      const order = known.get(one.orderId);
      const reason = staleness(one, now) ?? (template === undefined ? 'no_template' : undefined);
      if (reason !== undefined || template === undefined || order === undefined)
        return { kind: 'dropped', claimed: one, reason: reason ?? 'no_address' };
      const values = order.values(one);
      const mail = { id: one.id, to: order.to, fromName: values.merchant_name, ...renderEmail(template, values) };
      return { kind: 'written', claimed: one, mail };
    });
  }

  /** One attempt. `random` is from 0 to below 1. */
  async attempt(email: WrittenEmail, random: number): Promise<{ attempt: EmailAttempt; verdict: EmailVerdict }> {
    const attempt =
      email.kind === 'written' ? await this.hand(email.mail) : { kind: 'dropped' as const, reason: email.reason };
    return { attempt, verdict: judgeEmail(attempt, email.claimed.attempts, random) };
  }

  /** Answers whether it counted: not if another process has claimed the mail since. */
  note(ctx: Context, { id, claim }: ClaimedEmail, attempt: EmailAttempt, verdict: EmailVerdict): Promise<boolean> {
    return this.database.transaction(ctx, async (tx) => {
      const now = this.clock.now();
      if (attempt.kind !== 'dropped') await judgeServer(tx, attempt, now);
      const state = verdict.outcome === 'retry' ? 'waiting' : verdict.outcome;
      const dueAt = verdict.outcome === 'retry' ? new Date(now.getTime() + verdict.delayMs) : now;
      const fault = verdict.outcome === 'sent' ? null : verdict.reason;
      return settleEmail(tx, { id, claim, state, dueAt, fault }, now);
    });
  }

  private async hand(mail: OutgoingEmail): Promise<EmailAttempt> {
    try {
      await this.transport.send(mail);
      return { kind: 'taken' };
    } catch (error) {
      const { message: reason, blames, isFinal } = MailFault.of(error);
      return blames === 'address' ? { kind: 'dropped', reason } : { kind: 'refused', reason, blames, isFinal };
    }
  }
}

/** A server that took the mail is well, and so is one that refused this mail alone. */
async function judgeServer(tx: Tx, attempt: Exclude<EmailAttempt, { kind: 'dropped' }>, now: Date): Promise<void> {
  const server = await lockMailServer(tx);
  const isHealthy = attempt.kind === 'taken' || attempt.blames === 'mail';
  if (!isHealthy || server.failures > 0) saveMailServer(tx, afterAttempt(server, isHealthy, now));
}
