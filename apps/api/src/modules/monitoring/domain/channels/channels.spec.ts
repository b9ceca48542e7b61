import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CHANNEL_KINDS, DEFAULT_TOPICS, tells, type Channel } from '../channel';
import type { Notification } from '../notification';
import { mailOf } from './mail';
import { messageFor } from './message-for';
import { robotRefusal } from './robots';

const NOW_MS = Date.parse('2026-03-01T08:00:00Z');

const alert = {
  key: 'latency []',
  rule: 'latency',
  status: 'firing',
  labels: { alertname: 'latency', severity: 'warning', topic: 'performance', instance: 'a' },
  summary: 'p99 of a is 0.9 s, over 0.5 s',
  startsAt: '2026-03-01T07:58:00.000Z',
  endsAt: null,
} as const;
const over = { ...alert, status: 'resolved', endsAt: '2026-03-01T08:00:00.000Z' } as const;

const notification: Notification = {
  id: '0199f0c2-6d0c-7f0e-9a51-1f0b7a3f6f5e',
  groupKey: 'alertname=latency',
  kind: 'alert',
  alerts: [alert],
  at: '2026-03-01T08:00:00.000Z',
};

const channel = (kind: Channel['kind'], more: Partial<Channel> = {}): Channel => ({
  id: 'c',
  name: kind,
  kind,
  target: { url: 'https://gateway.example.com/in?key=k', to: ['+8613800138000'] },
  secret: null,
  topics: DEFAULT_TOPICS[kind],
  leastSeverity: 'info',
  active: true,
  version: 1,
  createdAt: new Date(NOW_MS),
  ...more,
});

const sent = (kind: Channel['kind'], more: Partial<Channel> = {}, what = notification) => {
  const message = messageFor(channel(kind, more), what, NOW_MS);
  return { ...message, body: JSON.parse(message?.body ?? 'null') as unknown };
};

describe('what is sent', () => {
  it('to WeCom is markdown, cut where WeCom would refuse it, never inside a character', () => {
    const line = '**[FIRING 1] latency**\n> warning: p99 of a is 0.9 s, over 0.5 s';
    expect(sent('wecom').body).toEqual({ msgtype: 'markdown', markdown: { content: line } });
    const long = { ...notification, alerts: [{ ...alert, summary: '慢'.repeat(2000) }] };
    const { content } = (sent('wecom', {}, long).body as { markdown: { content: string } }).markdown;
    expect(Buffer.byteLength(content)).toBeLessThanOrEqual(4096);
    expect(content.endsWith('慢')).toBe(true);
  });

  it('to DingTalk is signed with time and secret', () => {
    const { url, body } = sent('dingtalk', { secret: 'SEC' });
    const query = new URL(url ?? '').searchParams;
    const sign = createHmac('sha256', 'SEC').update(`${NOW_MS}\nSEC`).digest('base64');
    expect([query.get('key'), query.get('timestamp'), query.get('sign')]).toEqual(['k', String(NOW_MS), sign]);
    expect(body).toMatchObject({ msgtype: 'markdown', markdown: { title: '[FIRING 1] latency' } });
  });

  it('to gateways names whom to reach, and carries the secret as a bearer token', () => {
    const sms = sent('sms', { secret: 's' });
    expect(sms.headers).toMatchObject({ authorization: 'Bearer s' });
    expect(sms.body).toMatchObject({
      id: notification.id,
      to: ['+8613800138000'],
      text: expect.stringContaining('latency'),
    });
    expect(
      (sent('sms', {}, { ...notification, alerts: [{ ...alert, summary: 'x'.repeat(500) }] }).body as { text: string })
        .text,
    ).toHaveLength(140);
    expect(sent('phone').body).toMatchObject({ to: ['+8613800138000'], say: expect.stringContaining('p99') });
  });

  it('to a webhook is signed as Standard Webhooks says', () => {
    const message = messageFor(
      channel('webhook', { secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' }),
      notification,
      NOW_MS,
    );
    const { headers = {}, body = '' } = message ?? {};
    const key = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');
    const signature = createHmac('sha256', key)
      .update(`${notification.id}.${NOW_MS / 1000}.${body}`)
      .digest('base64');
    expect(headers).toMatchObject({ 'webhook-id': notification.id, 'webhook-signature': `v1,${signature}` });
    expect(JSON.parse(body)).toMatchObject({
      type: 'alert.firing',
      data: { alerts: [{ rule: 'latency', ends_at: null }] },
    });
    expect(sent('webhook', {}, { ...notification, alerts: [over] }).body).toMatchObject({ type: 'alert.resolved' });
  });

  it('to an Alertmanager says whose alerts these are, and until when they count', () => {
    const { url, body } = sent('alertmanager', { target: { url: 'http://am:9093/' } });
    expect(url).toBe('http://am:9093/api/v2/alerts');
    expect(body).toMatchObject([
      { labels: { source: 'linehaul', alertname: 'latency' }, endsAt: '2026-03-01T08:03:00.000Z' },
    ]);
    const ended = sent('alertmanager', { target: { url: 'http://am:9093' } }, { ...notification, alerts: [over] });
    expect(ended.body).toMatchObject([{ endsAt: over.endsAt }]);
  });

  it('as mail has a subject and an id that stays the same for every attempt', () => {
    const mail = mailOf({ target: { url: 'smtp://m', to: ['a@example.com'], from: 'l@example.com' } }, notification);
    expect(mail).toMatchObject({ subject: '[FIRING 1] latency', messageId: `<${notification.id}@example.com>` });
    expect(messageFor(channel('smtp'), notification, NOW_MS)).toBeUndefined();
  });

  it('says of a test that it is one', () => {
    for (const kind of CHANNEL_KINDS.filter((each) => each !== 'smtp' && each !== 'alertmanager')) {
      const { body } = sent(kind, {}, { ...notification, kind: 'test', alerts: [] });
      expect(JSON.stringify(body)).toMatch(/test/i);
    }
  });

  it('counts as refused when a robot says so with 200', () => {
    expect([robotRefusal('{"errcode":0}'), robotRefusal('ok'), robotRefusal('{"errcode":93000}')]).toEqual([
      undefined,
      undefined,
      'errcode 93000',
    ]);
  });
});

describe('a channel', () => {
  it('is told what its kind is for', () => {
    const told = (topic: string, severity = 'critical') =>
      CHANNEL_KINDS.filter((kind) => tells(channel(kind), { topic, severity })).sort();
    expect(told('performance')).toEqual(['alertmanager', 'slack', 'sms', 'smtp', 'webhook', 'wecom']);
    expect(told('outage')).toEqual(['alertmanager', 'dingtalk', 'phone', 'slack', 'smtp', 'webhook']);
    expect(told('watchdog', 'none')).toEqual([]);
    expect(tells(channel('alertmanager', { leastSeverity: 'none' }), { topic: 'watchdog', severity: 'none' })).toBe(
      true,
    );
  });

  it('is told nothing below its severity, and nothing while it is inactive', () => {
    const labels = { topic: 'outage', severity: 'warning' };
    expect(tells(channel('slack', { leastSeverity: 'critical' }), labels)).toBe(false);
    expect(tells(channel('slack', { active: false }), labels)).toBe(false);
  });
});
