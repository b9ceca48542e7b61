import { statement, type Database } from '#lib/database';
import { uuidv7, type Context } from '#lib/kernel';
import { resolve, type SettingsSnapshot } from '#lib/settings';
import { Log, Metrics } from '#lib/telemetry';
import { OrderFacade } from '#module/order';
import { EmailMetrics } from '../email.metrics';
import { EmailTransport } from '../email-transport';
import { EmailSender } from '../jobs/email-sender';
import type { EmailStatus } from '../domain/email-status';
import type { EmailTemplate } from '../domain/email-template';
import { ChangeEmailTemplates, type NewEmailTemplate } from '../use-cases/change-email-templates';
import { ClaimEmails } from '../use-cases/claim-emails';
import { ReadEmails } from '../use-cases/read-emails';
import { SendEmail } from '../use-cases/send-email';
import { TellRecipients } from '../use-cases/tell-recipients';

const ORDERS = statement(
  'email-test.orders',
  `insert into orders (id, merchant_id, zone_id, lat, lng, amount_minor, currency, reference, service_level, terms, skus,
     quantities, recipient)
   select id, $2, id, 0, 0, 1, 'CNY', 'SO-' || id, 'standard', 'account', '{A}', '{1}', $3::jsonb from unnest($1::uuid[]) as o(id)`,
);
const EVENT = statement(
  'email-test.event',
  `with events as (
     insert into order_events (order_id, sequence, from_status, to_status, occurred_at, recorded_at, code, actor)
     select id, $2, 'received', 'paid', now(), now(), $3, 'system:test' from unnest($1::uuid[]) as o(id)
   )
   insert into event_feed (order_ids, first_sequences, last_sequences)
   values ($1::uuid[], array_fill($2::int, array[cardinality($1::uuid[])]), array_fill($2::int, array[cardinality($1::uuid[])]))`,
);
const DUE = statement('email-test.due', `update email_messages set due_at = now() - interval '1 s'`);
const RELEASE = statement('email-test.release', `update email_server set held_until = null`);

/** Mails to recipients on a real database, with as many senders as a test wants. */
export class EmailWorld {
  email: SettingsSnapshot['email'] = {
    ...resolve({}).values.email,
    enabled: true,
    sender: 'parcels@example.com',
    pollMs: 20,
  };
  readonly merchantId = uuidv7();
  readonly tell: TellRecipients;
  readonly templates: ChangeEmailTemplates;
  readonly reading: ReadEmails;
  readonly claiming: ClaimEmails;
  private readonly clock = { now: () => new Date() };
  private readonly settings = { current: () => ({ version: 1, ...resolve({}).values, email: this.email }) };
  private readonly orders = Object.create(OrderFacade.prototype) as OrderFacade;
  private readonly gateway = { merchant: () => ({ name: 'Shop & Co' }) } as never;
  private readonly senders: EmailSender[] = [];

  constructor(
    readonly database: Database,
    readonly ctx: Context,
    serverUrl: string,
  ) {
    this.email = { ...this.email, server: serverUrl };
    this.tell = new TellRecipients(database, this.orders, this.clock);
    this.templates = new ChangeEmailTemplates(database, this.gateway, this.clock);
    this.reading = new ReadEmails(database);
    this.claiming = new ClaimEmails(database, this.settings, this.clock);
  }

  template(status: EmailStatus, changes: Partial<NewEmailTemplate> = {}): Promise<EmailTemplate> {
    const asked: NewEmailTemplate = { merchantId: this.merchantId, status, language: 'en', active: true, ...changes };
    return this.database.transaction(this.ctx, (tx) => this.templates.create(this.ctx, tx, asked));
  }

  async order(email?: string, count = 1): Promise<string[]> {
    const ids = Array.from({ length: count }, () => uuidv7());
    const address = { line1: '1 Road', city: 'Beijing', country: 'CN' };
    const recipient = { name: 'Li <Lei>', phone: '+8613800138000', email, address };
    await this.database.statements(this.ctx).execute(ORDERS, [ids, this.merchantId, JSON.stringify(recipient)]);
    return ids;
  }

  async happens(orderIds: readonly string[], sequence: number, code: string): Promise<void> {
    await this.database.statements(this.ctx).execute(EVENT, [orderIds, sequence, code]);
  }

  sending(): SendEmail {
    const transport = new EmailTransport({}, this.settings);
    const waybills = { find: () => Promise.resolve([]) };
    return new SendEmail(this.database, this.orders, waybills, this.gateway, transport, this.clock);
  }

  /** Another process's sender, at work. */
  startSender(): EmailSender {
    const log = Log.create({ level: 'silent' });
    const transport = new EmailTransport({}, this.settings);
    const metrics = new EmailMetrics(new Metrics());
    const options = { tells: false, sends: true };
    const settings = this.settings as never;
    const sender = new EmailSender(options, this.claiming, this.sending(), transport, metrics, settings, log);
    sender.onApplicationBootstrap();
    this.senders.push(sender);
    return sender;
  }

  async stop(): Promise<void> {
    await Promise.all(this.senders.splice(0).map((sender) => sender.onModuleDestroy()));
  }

  /** As if every wait were over. */
  async passTime(): Promise<void> {
    const db = this.database.statements(this.ctx);
    await db.execute(DUE);
    await db.execute(RELEASE);
  }
}
