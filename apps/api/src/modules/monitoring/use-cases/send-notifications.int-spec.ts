import { CLOCK, systemClock, uuidv7 } from '#lib/kernel';
import { Database, statement } from '#lib/database';
import { Log } from '#lib/telemetry';
import { HttpReceiver, SmtpReceiver, testDatabase, type TestDatabase } from '#lib/testing';
import { Test } from '@nestjs/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ATTEMPTS_LIMIT } from '../domain/back-off';
import { type Channel, DEFAULT_TOPICS } from '../domain/channel';
import { ChannelRepository } from '../persistence/channel.repository';
import { IncidentRepository } from '../persistence/incident.repository';
import { NotificationRepository } from '../persistence/notification.repository';
import { TicketRepository } from '../persistence/ticket.repository';
import { ChannelSender } from '../sending/channel-sender';
import { SendNotifications } from './send-notifications';

const MAKE_DUE = statement(
  'test.make-notifications-due',
  `update alert_notifications set due_at = now() where state = 'pending'`,
);
const alert = (key: string, status: 'firing' | 'resolved') => ({
  key,
  rule: 'latency',
  status,
  labels: { alertname: 'latency', severity: 'warning' },
  summary: `${key} is slow`,
  startsAt: '2026-03-01T08:00:00.000Z',
  endsAt: null,
});

describe('the outbox of notifications', () => {
  let db: TestDatabase;
  let receiver: HttpReceiver;
  let mailbox: SmtpReceiver;
  let outbox: NotificationRepository;
  let channels: ChannelRepository;
  let send: SendNotifications;
  beforeAll(async () => {
    [receiver, mailbox] = [await HttpReceiver.open(), await SmtpReceiver.open()];
  });
  afterAll(async () => {
    await receiver.close();
    await mailbox.close();
  });
  beforeEach(async () => {
    db = await testDatabase();
    receiver.received.length = 0;
    receiver.answer = { status: 200, body: 'ok' };
    const module = await Test.createTestingModule({
      providers: [
        { provide: Database, useValue: db.database },
        { provide: CLOCK, useValue: systemClock },
        { provide: Log, useValue: Log.create({ level: 'silent' }) },
        NotificationRepository,
        IncidentRepository,
        TicketRepository,
        ChannelRepository,
        ChannelSender,
        SendNotifications,
      ],
    }).compile();
    [outbox, channels, send] = [
      module.get(NotificationRepository),
      module.get(ChannelRepository),
      module.get(SendNotifications),
    ];
  });
  afterEach(() => db.close());

  const statements = () => db.database.statements(db.ctx);

  async function aChannel(kind: Channel['kind'], url: string): Promise<Channel> {
    const channel: Channel = {
      id: uuidv7(),
      name: kind,
      kind,
      target: { url, to: ['on-call@example.com'], from: 'linehaul@example.com' },
      secret: null,
      topics: DEFAULT_TOPICS[kind],
      leastSeverity: 'info',
      active: true,
      version: 1,
      createdAt: new Date(),
    };
    await db.database.transaction(db.ctx, (tx) => channels.insert(tx, channel));
    return channel;
  }

  async function write({ id: channelId }: Channel, ...alerts: ReturnType<typeof alert>[]): Promise<string> {
    const id = uuidv7();
    const dueAt = new Date(0);
    const notification = { id, channelId, groupKey: 'g', kind: 'alert', alerts, dueAt } as const;
    await db.database.transaction(db.ctx, (tx) => outbox.write(tx, [notification]));
    return id;
  }

  it('tells once, with what has happened to the group since it was written', async () => {
    const channel = await aChannel('webhook', receiver.url('/hook'));
    const id = await write(channel, alert('a', 'firing'));
    await write(channel, alert('a', 'resolved'), alert('b', 'firing'));
    await send.execute(db.ctx);
    await send.execute(db.ctx);
    expect(receiver.received).toHaveLength(1);
    expect(receiver.received[0]?.body).toMatchObject({
      data: { alerts: [{ status: 'resolved' }, { status: 'firing', summary: 'b is slow' }] },
    });
    expect(await outbox.stateOf(statements(), id)).toMatchObject({ state: 'sent', attempts: 1 });
  });

  it('lets nobody take what another is sending, until that one must be dead', async () => {
    await write(await aChannel('slack', receiver.url('/slack')), alert('a', 'firing'));
    const takes = await Promise.all([1, 2, 3].map(() => outbox.take(statements(), 10)));
    expect(takes.flat()).toHaveLength(1);
    expect(await outbox.take(statements(), 10)).toEqual([]);
    await statements().execute(MAKE_DUE);
    await send.execute(db.ctx);
    expect(receiver.received).toHaveLength(1);
  });

  it('tries again with growing pauses, then gives up and counts it', async () => {
    receiver.answer = { status: 200, body: '{"errcode":45009}' };
    const id = await write(await aChannel('wecom', receiver.url('/wecom')), alert('a', 'firing'));
    await send.execute(db.ctx);
    expect(await outbox.take(statements(), 10)).toEqual([]); // not due yet
    for (let attempt = 2; attempt <= ATTEMPTS_LIMIT; attempt++) {
      await statements().execute(MAKE_DUE);
      await send.execute(db.ctx);
    }
    expect(receiver.received).toHaveLength(ATTEMPTS_LIMIT);
    expect(await outbox.stateOf(statements(), id)).toMatchObject({
      state: 'dead',
      last_error: 'refused: errcode 45009',
    });
    expect(await outbox.backlog(statements())).toMatchObject({ dead: 1 });
  });

  it('delivers to the others when one cannot be reached, and follows no redirect', async () => {
    const gone = await write(await aChannel('phone', 'http://127.0.0.1:9/none?key=secret'), alert('a', 'firing'));
    await write(await aChannel('slack', receiver.url('/slack')), alert('a', 'firing'));
    await send.execute(db.ctx);
    expect(receiver.on('/slack')).toHaveLength(1);
    const { state, last_error: error } = (await outbox.stateOf(statements(), gone)) ?? {};
    expect([state, error?.includes('secret')]).toEqual(['pending', false]);
  });

  it('sends mail', async () => {
    await write(await aChannel('smtp', mailbox.url), alert('a', 'firing'));
    await send.execute(db.ctx);
    expect(mailbox.mails).toMatchObject([{ to: ['on-call@example.com'], text: expect.stringContaining('a is slow') }]);
    expect(mailbox.mails[0]?.text).toMatch(/^Subject: \[FIRING 1\] latency/m);
  });
});
