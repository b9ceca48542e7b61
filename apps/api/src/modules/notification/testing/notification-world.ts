import { statement, type Database } from '#lib/database';
import { uuidv7, type Context } from '#lib/kernel';
import { AllowList, OutboundClient } from '#lib/outbound';
import { resolve, type SettingsSnapshot } from '#lib/settings';
import { Log, Metrics, Traces } from '#lib/telemetry';
import { eventually } from '#lib/testing';
import { OrderFacade } from '#module/order';
import type { Endpoint } from '../domain/endpoint';
import { MessageDelivery } from '../jobs/message-delivery';
import { MessageSender } from '../jobs/message-sender';
import { OutcomeRecorder } from '../jobs/outcome-recorder';
import { WakeUp } from '../jobs/wake-up';
import { NotificationMetrics } from '../notification.metrics';
import { insertEndpoint } from '../persistence/endpoint.repository';
import { ChangeEndpoint } from '../use-cases/change-endpoint';
import { ClaimDue } from '../use-cases/claim-due';
import { newSigningSecret } from '../use-cases/new-signing-secret';
import { ReadEndpoints } from '../use-cases/read-endpoints';
import { RecordOutcomes } from '../use-cases/record-outcomes';
import { ReplayDeliveries } from '../use-cases/replay-deliveries';
import { SendMessage } from '../use-cases/send-message';
import { TellMerchants } from '../use-cases/tell-merchants';

const ORDER = statement(
  'notification-test.order',
  `insert into orders (id, merchant_id, zone_id, lat, lng, amount_minor, currency, reference, service_level, terms, skus,
     quantities, recipient)
   select id, $2, id, 0, 0, 1, 'CNY', 'SO-' || id, 'standard', 'account', '{A}', '{1}', '{}' from unnest($1::uuid[]) as o(id)`,
);
const EVENTS = statement(
  'notification-test.events',
  `with events as (
     insert into order_events (order_id, sequence, from_status, to_status, occurred_at, recorded_at, code, actor)
     select id, sequence, 'received', 'paid', now(), now(), $4, 'system:test'
     from unnest($1::uuid[]) as o(id) cross join generate_series($2::int, $3::int) as sequence
   )
   insert into event_feed (order_ids, first_sequences, last_sequences)
   values ($1::uuid[], array_fill($2::int, array[cardinality($1::uuid[])]), array_fill($3::int, array[cardinality($1::uuid[])]))`,
);
const UNTOLD = statement(
  'notification-test.untold',
  `select 1 from event_feed where (xid, id) > (select xid, feed_id from webhook_feed_cursor) limit 1`,
);
const DUE_NOW = statement('notification-test.due-now', `update webhook_streams set due_at = now() - interval '1 s'`);
const RELEASE = statement('notification-test.release', `update webhook_endpoints set held_until = null`);
const COUNTS = statement(
  'notification-test.counts',
  `select state, count(*)::int as count from webhook_messages group by state`,
);
const STREAMS = statement('notification-test.streams', `select count(*)::int as count from webhook_streams`);

type WebhookSettings = SettingsSnapshot['webhooks'];

/** Webhooks on a real database, with as many senders as a test wants; settings and orders of its choice. */
export class NotificationWorld {
  webhooks: WebhookSettings = { ...resolve({}).values.webhooks, pollMs: 20, allowList: '127.0.0.0/8' };
  readonly merchantId = uuidv7();
  readonly tell: TellMerchants;
  readonly reading: ReadEndpoints;
  readonly changing: ChangeEndpoint;
  readonly replays: ReplayDeliveries;
  readonly recording: RecordOutcomes;
  private readonly clock = { now: () => new Date() };
  private readonly settings = { current: () => ({ version: 1, ...resolve({}).values, webhooks: this.webhooks }) };
  private readonly wakeUp = new WakeUp();
  private readonly senders: MessageSender[] = [];

  constructor(
    readonly database: Database,
    readonly ctx: Context,
  ) {
    this.tell = new TellMerchants(database, Object.create(OrderFacade.prototype) as OrderFacade, this.clock);
    this.reading = new ReadEndpoints(database);
    const policy = { current: () => this.policy() };
    this.changing = new ChangeEndpoint(database, policy as never, this.clock);
    this.recording = new RecordOutcomes(database);
    this.replays = new ReplayDeliveries(database, this.wakeUp, this.clock);
  }

  async endpoint(url: string, changes: Partial<Endpoint> = {}): Promise<Endpoint> {
    const endpoint: Endpoint = {
      id: uuidv7(),
      merchantId: this.merchantId,
      url,
      description: '',
      eventTypes: null,
      status: 'active',
      disabledBecause: null,
      secret: newSigningSecret(),
      previousSecret: null,
      previousUntil: null,
      version: 1,
      createdAt: new Date(),
      ...changes,
    };
    await this.database.transaction(this.ctx, (tx) => insertEndpoint(tx, endpoint));
    return endpoint;
  }

  /** Orders, each with that many events behind one row of the feed. */
  async orders(count: number, events: number, code = 'paid'): Promise<string[]> {
    const ids = Array.from({ length: count }, () => uuidv7());
    const db = this.database.statements(this.ctx);
    await db.execute(ORDER, [ids, this.merchantId]);
    await db.execute(EVENTS, [ids, 1, events, code]);
    return ids;
  }

  async addEvents(orderIds: readonly string[], from: number, to: number): Promise<void> {
    await this.database.statements(this.ctx).execute(EVENTS, [orderIds, from, to, 'paid']);
  }

  /** Turns all events into messages that no open transaction hides. */
  async tellVisible(): Promise<void> {
    while ((await this.tell.execute(this.ctx)) > 0);
    this.wakeUp.messagesWritten();
  }

  /** Turns all events into messages: also those that a transaction of somebody else in the cluster still hides. */
  async tellAll(): Promise<void> {
    const untold = async (): Promise<number> => {
      await this.tellVisible();
      return this.database.statements(this.ctx).execute(UNTOLD);
    };
    await eventually(untold, (rows) => rows === 0);
  }

  claimDue(): ClaimDue {
    return new ClaimDue(this.database, this.settings, this.clock);
  }

  /** Another process's sender, at work. */
  startSender(): MessageSender {
    const log = Log.create({ level: 'silent' });
    const client = new OutboundClient({ policy: () => this.policy(), timeoutMs: 500 });
    const recorder = new OutcomeRecorder(this.recording);
    const sending = new SendMessage(client, this.clock, Traces.off);
    const delivery = new MessageDelivery(sending, recorder, new NotificationMetrics(new Metrics()), log);
    const options = { tells: false, sends: true };
    const sender = new MessageSender(options, this.claimDue(), delivery, this.wakeUp, this.settings as never, log);
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
    await db.execute(DUE_NOW);
    await db.execute(RELEASE);
    this.wakeUp.messagesWritten();
  }

  async counts(): Promise<Record<'waiting' | 'delivered' | 'failed' | 'streams', number>> {
    const db = this.database.statements(this.ctx);
    const rows = await db.query<{ state: string; count: number }>(COUNTS);
    const of = (state: string): number => rows.find((row) => row.state === state)?.count ?? 0;
    const [streams] = await db.query<{ count: number }>(STREAMS);
    return { waiting: of('waiting'), delivered: of('delivered'), failed: of('failed'), streams: streams?.count ?? 0 };
  }

  private policy(): { allowHttp: boolean; allowList: AllowList } {
    return {
      allowHttp: this.webhooks.allowHttp,
      allowList: AllowList.parse(this.webhooks.allowList) ?? AllowList.NOTHING,
    };
  }
}
