import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { secretsInForce, signedHeaders } from './signature';

const secretOf = (bytes: number): string => `whsec_${randomBytes(bytes).toString('base64')}`;
const [CURRENT, PREVIOUS, FOREIGN] = [secretOf(32), secretOf(32), secretOf(32)];
const MESSAGE = { id: '0199f0c2-0000-7000-8000-000000000001', body: '{"type":"order.paid"}' };

describe('a signed message', () => {
  it('is believed by a receiver that uses the public package, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 24, max: 64 }), (text, bytes) => {
        const message = { id: MESSAGE.id, body: JSON.stringify({ text }) };
        const secret = secretOf(bytes);
        const read = new Webhook(secret).verify(message.body, { ...signedHeaders(message, [secret], new Date()) });
        expect(read).toEqual({ text });
      }),
    );
  });

  it('is believed with either secret during a rotation, and with no other', () => {
    const headers = { ...signedHeaders(MESSAGE, [CURRENT, PREVIOUS], new Date()) };
    expect(headers['webhook-signature']).toMatch(/^v1,[\w+/]+= v1,[\w+/]+=$/);
    for (const secret of [CURRENT, PREVIOUS]) expect(new Webhook(secret).verify(MESSAGE.body, headers)).toBeDefined();
    expect(() => new Webhook(FOREIGN).verify(MESSAGE.body, headers)).toThrow();
  });

  it('is not believed once its body, its id or its time was changed', () => {
    const headers = { ...signedHeaders(MESSAGE, [CURRENT], new Date()) };
    const receiver = new Webhook(CURRENT);
    expect(() => receiver.verify(MESSAGE.body + ' ', headers)).toThrow();
    expect(() => receiver.verify(MESSAGE.body, { ...headers, 'webhook-id': 'another' })).toThrow();
    const later = String(Number(headers['webhook-timestamp']) + 1);
    expect(() => receiver.verify(MESSAGE.body, { ...headers, 'webhook-timestamp': later })).toThrow();
  });

  it.each(['', 'whsec_', 'whsec_c2hvcnQ=', randomBytes(32).toString('base64'), secretOf(23), secretOf(65)])(
    'is not made with the secret %j',
    (secret) => {
      expect(() => signedHeaders(MESSAGE, [secret], new Date())).toThrow(/no signing secret/);
    },
  );
});

describe('the secrets in force', () => {
  const until = new Date('2026-11-24T00:00:00Z');
  const rotated = { secret: CURRENT, previousSecret: PREVIOUS, previousUntil: until };

  it('are both during the overlap, the newest first, and the new one alone after it', () => {
    expect(secretsInForce(rotated, new Date(until.getTime() - 1))).toEqual([CURRENT, PREVIOUS]);
    expect(secretsInForce(rotated, until)).toEqual([CURRENT]);
    expect(secretsInForce({ secret: CURRENT, previousSecret: null, previousUntil: null }, until)).toEqual([CURRENT]);
  });
});
