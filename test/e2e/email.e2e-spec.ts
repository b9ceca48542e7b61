import { anOrder, eventually, SmtpReceiver } from '#lib/testing';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type StartedApp } from '../support/start-app';
import { World } from '../support/world';

interface TemplateView {
  readonly id: string;
  readonly version: number;
  readonly subject: string;
}

const LI = 'li.lei@example.com';

describe('e-mail to recipients', () => {
  let app: StartedApp;
  let world: World;
  let receiver: SmtpReceiver;
  beforeAll(async () => {
    app = await startApp();
    world = await World.build(await app.admin());
    receiver = await SmtpReceiver.open();
  });
  afterAll(async () => {
    await app.stop();
    await receiver.close();
  });

  const create = async (body: object, key?: string): Promise<TemplateView> =>
    (await world.merchant.create('/v1/email-templates', body, key).expect(201)).body as TemplateView;

  const placeFor = async (email: string): Promise<string> => {
    const order = anOrder().build();
    const recipient = { ...order.recipient, email };
    const { body } = await world.merchant.create('/v1/orders', { ...order, recipient }).expect(201);
    expect((body as { recipient: { email: string } }).recipient.email).toBe(email);
    return (body as { id: string }).id;
  };

  it('are off until an admin names a server, whose password no answer holds', async () => {
    const { id } = await create({ status: 'cancelled' });
    const answer = await world.operator.post(`/v1/email-templates/${id}/test`, { to: LI }).expect(409);
    expect(answer.body).toMatchObject({ code: 'notification.email_off' });
    const { body } = await world.admin.get('/v1/settings').expect(200);
    const version = (body as { version: number }).version;
    const change = (server: string): object => ({
      values: { email: { enabled: true, server, sender: 'parcels@example.com', poll_ms: 50 } },
      reason: 'A receiver in the test',
    });
    await world.operator.change('patch', '/v1/settings', version, change(receiver.url)).expect(403);
    await world.admin.change('patch', '/v1/settings', version, change('smtp://me:secret@mail.example.com')).expect(400);
    await world.admin.change('patch', '/v1/settings', version, change(receiver.url)).expect(200);
  });

  it('tell what the merchant’s template says, once, to the address of the order', async () => {
    await create({ status: 'dispatched', subject: 'Parcel {{reference}}' });
    const following = (): Promise<{ following: boolean }[]> =>
      app.nest.get(DataSource).query(`select following from email_feed_cursor`);
    await eventually(following, ([cursor]) => cursor?.following === true);
    const orderId = await placeFor(LI);
    const list = async (): Promise<{ state: string; order_id: string }[]> =>
      ((await world.merchant.get(`/v1/email-messages?order_id=${orderId}`).expect(200)).body as { data: never[] }).data;
    await eventually(list, ([message]) => message?.state === 'sent');
    expect(receiver.mails.map(({ to }) => to)).toEqual([[LI]]);
    expect(receiver.mails[0]?.text).toMatch(/^Subject: Parcel /m);
    expect(JSON.stringify(await list())).not.toContain(LI);
  });

  it('have templates that name what is known alone, one for a status, changed with If-Match', async () => {
    for (const bad of ['{{address}}', '{{', 'a\nb']) {
      const answer = await world.merchant
        .create('/v1/email-templates', { status: 'returned', subject: bad })
        .expect(422);
      expect(answer.body).toMatchObject({ errors: [{ pointer: '/subject' }] });
    }
    const template = await create({ status: 'delivered', language: 'zh' });
    await world.merchant.create('/v1/email-templates', { status: 'delivered' }).expect(409);
    const path = `/v1/email-templates/${template.id}`;
    const preview = await world.merchant.get(`${path}/preview`).expect(200);
    expect((preview.body as TemplateView).subject).toBe('您的包裹 SO-10001 已签收');
    await world.merchant.change('patch', path, 7, { subject: 'x' }).expect(412);
    await world.merchant.change('patch', path, 1, { html: '<script>x</script>' }).expect(422);
    await world.merchant.change('patch', path, 1, { subject: 'Done' }).expect(200);
    const other = await World.addMerchant(world.admin, 0);
    await other.api.get(path).expect(404);
    await other.api.get(`${path}/preview`).expect(404);
    await other.api.change('patch', path, 2, { active: false }).expect(404);
  });

  it('are tried out by the staff alone', async () => {
    const { id } = await create({ status: 'picked_up' });
    const path = `/v1/email-templates/${id}/test`;
    await world.merchant.post(path, { to: LI }).expect(403);
    const before = receiver.mails.length;
    const answer = await world.operator.post(path, { to: 'somebody@example.com' }).expect(200);
    expect(answer.body).toEqual({ delivered: true, error: null });
    expect(receiver.mails).toHaveLength(before + 1);
  });

  it.each(['nobody', 'a@b, c@d.example', 'a@example.com\r\nBcc: b@example.com'])(
    'refuse an order with %j as address',
    async (email) => {
      const order = anOrder().build();
      const body = { ...order, recipient: { ...order.recipient, email } };
      const answer = await world.merchant.create('/v1/orders', body).expect(400);
      expect(answer.body).toMatchObject({ errors: [{ pointer: '/recipient/email' }] });
    },
  );
});
