import { MailFault } from '#lib/mail';
import { CLOCK, uuidv7, type Clock, type Context } from '#lib/kernel';
import { GatewayFacade } from '#module/gateway';
import { Inject, Injectable } from '@nestjs/common';
import type { EmailTemplate } from '../domain/email-template';
import { renderEmail, type EmailText } from '../domain/email-text';
import { EmailTransport } from '../email-transport';
import { mailIsOff } from './email-refusals';
import { sampleValues } from './email-values';
import { ReadEmails } from './read-emails';

/** Shows what a template makes of an order that does not exist, or sends that to somebody. */
@Injectable()
export class TryEmail {
  constructor(
    @Inject(ReadEmails) private readonly reading: ReadEmails,
    @Inject(EmailTransport) private readonly transport: EmailTransport,
    @Inject(GatewayFacade) private readonly gateway: Pick<GatewayFacade, 'merchant'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `notification.email_template_not_found` */
  async preview(ctx: Context, id: string): Promise<EmailText> {
    const template = await this.reading.template(ctx, id);
    return renderEmail(template, sampleValues(this.nameOf(template), this.clock.now()));
  }

  /** One attempt, now. @throws DomainError `notification.email_template_not_found`, `notification.email_off` */
  async send(ctx: Context, id: string, to: string): Promise<{ delivered: boolean; error: string | null }> {
    const template = await this.reading.template(ctx, id);
    if (!this.transport.isOn) throw mailIsOff();
    const name = this.nameOf(template);
    const text = renderEmail(template, sampleValues(name, this.clock.now()));
    try {
      await this.transport.send({ id: uuidv7(), to, fromName: name, ...text });
      return { delivered: true, error: null };
    } catch (error) {
      return { delivered: false, error: MailFault.of(error).message };
    }
  }

  private nameOf({ merchantId }: EmailTemplate): string {
    return this.gateway.merchant(merchantId)?.name ?? '';
  }
}
