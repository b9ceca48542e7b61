import { DomainError } from '#lib/kernel';
import { describe, expect, it } from 'vitest';
import { redact } from './redact';

describe('redaction', () => {
  it.each([
    'authorization',
    'Authorization',
    'client_secret',
    'clientSecret',
    'password',
    'access_token',
    'set-cookie',
    'phone',
    'recipient',
    'recipient_name',
    'address',
    'line1',
    'parameters',
  ])('hides what stands under %s, however deep', (key) => {
    expect(JSON.stringify(redact({ order: { parts: [{ [key]: 'visible' }] } }))).not.toContain('visible');
  });

  it.each([
    'call +8613800138000 first',
    'sent Bearer abc.def-123',
    'token eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJ4In0.c2ln was refused',
    'cannot reach postgres://linehaul:hunter2@127.0.0.1:5432/linehaul',
  ])('cleans the text %j', (text) => {
    expect(redact(text)).toContain('[redacted]');
    expect(redact(text)).not.toMatch(/13800138000|abc\.def|eyJ|hunter2/);
  });

  it('keeps what is no secret', () => {
    const fields = {
      order_id: '0199f0c2-6d0c-7f0e-9a51-1f0b7a3f6f5e',
      status: 201,
      ok: true,
      at: null,
      list: [1, 'a'],
    };
    expect(redact(fields)).toEqual(fields);
  });

  it('keeps of an error what helps, not what the client sent', () => {
    const driver = Object.assign(new Error('duplicate key value'), {
      code: '23505',
      detail: 'Key (phone)=(+8613800138000) already exists.',
      parameters: ['Li Lei'],
    });
    const clean = redact(
      new DomainError('conflict', 'order.reference_taken', 'Taken', { cause: driver, context: { a: 1 } }),
    );
    expect(clean).toMatchObject({
      type: 'DomainError',
      code: 'order.reference_taken',
      kind: 'conflict',
      context: { a: 1 },
      cause: { message: 'duplicate key value', code: '23505' },
    });
    expect(JSON.stringify(clean)).not.toMatch(/13800138000|Li Lei/);
  });

  it('ends in a circle and in a crowd', () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect(JSON.stringify(redact(circle))).toContain('[deep]');
    expect(redact(Array.from({ length: 1000 }, () => 1))).toHaveLength(100);
  });
});
