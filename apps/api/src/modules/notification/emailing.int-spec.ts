import { eventually, SmtpReceiver, testDatabase, type TestDatabase } from '#lib/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EmailMessage } from './domain/email-message';
import { UNDER_WAY } from './persistence/email-message.repository';
import { EmailWorld } from './testing/email-world';

const LI = 'li.lei@example.com';
let db: TestDatabase;
let world: EmailWorld;
let receiver: SmtpReceiver;
beforeEach(async () => {
  db = await testDatabase();
  receiver = await SmtpReceiver.open();
  world = new EmailWorld(db.database, db.ctx, receiver.url);
  await world.tell.execute(db.ctx); // follows the feed from here on
});
afterEach(async () => {
  await world.stop();
  await receiver.close();
  await db.close();
});

const messages = (): Promise<EmailMessage[]> => world.reading.messages(db.ctx, {}, 1000);
const told = (): Promise<EmailMessage[]> =>
  eventually(
    async () => {
      while ((await world.tell.execute(db.ctx)) > 0);
      const untold = `select 1 from event_feed f, email_feed_cursor c where (f.xid, f.id) > (c.xid, c.feed_id)`;
      return (await db.dataSource.query<unknown[]>(untold)).length === 0 ? messages() : undefined;
    },
    (rows) => rows !== undefined,
  ).then((rows) => rows ?? []);
const inState = (state: string, count: number): Promise<EmailMessage[]> =>
  eventually(messages, (rows) => rows.filter((row) => row.state === state).length === count);

describe('a recipient', () => {
  it('is told in text and HTML what the merchant’s template says, escaped, once', async () => {
    await world.template('out_for_delivery', {
      html: '<p>{{recipient_name}}, {{merchant_name}}</p>',
      text: '{{recipient_name}}',
    });
    const ids = await world.order(LI);
    await world.happens(ids, 1, 'out_for_delivery');
    await world.happens(ids, 2, 'delivery_failed');
    await world.happens(ids, 3, 'out_for_delivery');
    await told();
    world.startSender();
    world.startSender();
    await inState('sent', 1);
    expect(receiver.mails).toHaveLength(1);
    const [mail] = receiver.mails;
    expect(mail?.to).toEqual([LI]);
    expect(mail?.text).toContain('<p>Li &lt;Lei&gt;, Shop &amp; Co</p>');
    expect(mail?.text).toContain('Li <Lei>');
  });

  it('is told nothing without an address, without a template, by one that is off, or of what was before', async () => {
    const [before = ''] = await world.order(LI);
    await world.happens([before], 1, 'delivered');
    await world.template('delivered');
    await world.template('cancelled', { active: false });
    const [silent = '', known = ''] = [...(await world.order()), ...(await world.order(LI))];
    await world.happens([silent], 1, 'delivered');
    await world.happens([known], 1, 'cancelled');
    await world.happens([known], 2, 'picked_up');
    expect(await told()).toEqual([]);
  });

  it('is told nothing of what happened while mails were off', async () => {
    await world.template('delivered');
    await world.tell.leave(db.ctx);
    const ids = await world.order(LI);
    await world.happens(ids, 1, 'delivered');
    await world.tell.execute(db.ctx);
    expect(await told()).toEqual([]);
  });

  it('hears of an order’s events in their order, also when the first has to wait', async () => {
    await world.template('picked_up', { subject: 'first' });
    await world.template('delivered', { subject: 'second' });
    receiver.script = (line) => (line.startsWith('RCPT') && receiver.mostOpen < 2 ? '450 later' : undefined);
    const ids = await world.order(LI);
    await world.happens(ids, 1, 'picked_up');
    await world.happens(ids, 2, 'delivered');
    await told();
    world.startSender();
    await eventually(messages, (rows) => rows.some(({ lastFault }) => lastFault === 'EENVELOPE 450'));
    expect(receiver.mails).toHaveLength(0);
    receiver.script = () => undefined;
    await world.passTime();
    await inState('sent', 2);
    expect(receiver.mails.map(({ text }) => /^Subject: (.*)$/m.exec(text)?.[1]?.trim())).toEqual(['first', 'second']);
  });
});

describe('a mail', () => {
  it('that the server refuses for good has failed; the others go out', async () => {
    await world.template('delivered');
    receiver.script = (line) => (line.includes('nobody@') && line.startsWith('RCPT') ? '550 unknown' : undefined);
    const ids = [...(await world.order('nobody@example.com')), ...(await world.order(LI, 5))];
    await world.happens(ids, 1, 'delivered');
    await told();
    world.startSender();
    await inState('sent', 5);
    const [failed] = await inState('failed', 1).then((rows) => rows.filter(({ state }) => state === 'failed'));
    expect(failed).toMatchObject({ attempts: 1, lastFault: 'EENVELOPE 550' });
  });

  it('whose process died before its note goes out again behind its lease, under the same message id', async () => {
    await world.template('delivered');
    await world.happens(await world.order(LI), 1, 'delivered');
    await told();
    const claimed = await world.claiming.execute(db.ctx);
    const [written] = await world.sending().write(db.ctx, claimed);
    if (written === undefined) throw new Error('Nothing was claimed');
    await world.sending().attempt(written, 0);
    expect(await world.claiming.execute(db.ctx)).toEqual([]);
    await db.dataSource.query(`update email_messages set claimed_until = now() - interval '1 s'`);
    world.startSender();
    const [sent] = await inState('sent', 1);
    expect(sent?.attempts).toBe(2);
    const ids = receiver.mails.map(({ text }) => /^Message-ID: (.*)$/m.exec(text)?.[1]?.trim());
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it('that another process has claimed since is not settled by the one before', async () => {
    await world.template('delivered');
    await world.happens(await world.order(LI), 1, 'delivered');
    await told();
    const [late] = await world.claiming.execute(db.ctx);
    await db.dataSource.query(`update email_messages set claimed_until = now() - interval '1 s'`);
    const [current] = await world.claiming.execute(db.ctx);
    if (late === undefined || current === undefined) throw new Error('Nothing was claimed');
    const note = (email: typeof late): Promise<boolean> =>
      world.sending().note(db.ctx, email, { kind: 'taken' }, { outcome: 'sent' });
    expect([await note(late), await note(current)]).toEqual([false, true]);
  });

  it('whose template was removed meanwhile is given up', async () => {
    const { id } = await world.template('delivered');
    await world.happens(await world.order(LI), 1, 'delivered');
    await told();
    await world.templates.remove(db.ctx, id, 1);
    world.startSender();
    expect(await inState('failed', 1)).toMatchObject([{ lastFault: 'no_template' }]);
    expect(receiver.mostOpen).toBe(0);
  });

  it('is one of a few at a time, however many processes send', async () => {
    world.email = { ...world.email, concurrency: 3 };
    await world.template('delivered');
    await world.happens(await world.order(LI, 40), 1, 'delivered');
    await told();
    for (let n = 0; n < 3; n++) world.startSender();
    await inState('sent', 40);
    expect(receiver.mails).toHaveLength(40);
    expect(receiver.mostOpen).toBeLessThanOrEqual(3);
  });
});

describe('the mail server', () => {
  it('that lets nobody in is left alone after five attempts, then tried with one', async () => {
    await world.template('delivered');
    receiver.script = (line) => (line.startsWith('EHLO') || line.startsWith('HELO') ? '421 no' : undefined);
    await world.happens(await world.order(LI, 30), 1, 'delivered');
    await told();
    world.startSender();
    const open = `select 1 from email_server where failures = 5 and held_until > now()`;
    await eventually(
      () => db.dataSource.query<unknown[]>(open),
      ({ length }) => length === 1,
    );
    // What was under way together comes to its end, and holds the server again.
    const underWay = 'select 1 from email_messages where claim is not null';
    await eventually(
      () => db.dataSource.query<unknown[]>(underWay),
      ({ length }) => length === 0,
    );
    const attempts = (await messages()).reduce((sum, row) => sum + row.attempts, 0);
    expect(attempts).toBeLessThanOrEqual(5 + 3); // four at once while it was trusted
    expect((await messages()).every(({ state }) => state === 'waiting')).toBe(true);
    receiver.script = () => undefined;
    await world.passTime();
    await inState('sent', 30);
  });

  it('is not asked slower the more mails wait for it', async () => {
    await db.dataSource.query(`
      insert into email_messages (id, merchant_id, order_id, status, sequence, occurred_at, due_at, created_at)
      select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'delivered', 1, now(), now(), now() from generate_series(1, 20000)`);
    await db.dataSource.query('analyze email_messages');
    const plan = await db.dataSource.query<object[]>(`explain (analyze, format json) ${UNDER_WAY.text}`);
    const read = JSON.stringify(plan).matchAll(/"Rows Removed by Filter":\s*(\d+)/g);
    expect([...read].map(([, rows]) => Number(rows)).filter((rows) => rows > 100)).toEqual([]);
  });

  it('is not taken to be well for mails that were given up before it was asked', async () => {
    const { id } = await world.template('delivered');
    await db.dataSource.query(`update email_server set failures = 5, probes = 2, held_until = now() - interval '1 s'`);
    await world.happens(await world.order(LI, 4), 1, 'delivered');
    await told();
    await world.templates.remove(db.ctx, id, 1);
    world.startSender();
    await inState('failed', 4);
    expect(await db.dataSource.query('select failures, probes from email_server')).toEqual([
      { failures: 5, probes: 2 },
    ]);
  });
});
