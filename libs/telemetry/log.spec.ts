import { describe, expect, it } from 'vitest';
import { Log, type LogLevel } from './log';
import { NestLog } from './nest-log';

function capture(level: LogLevel = 'debug') {
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) };
  return { lines, log: Log.create({ level, fields: { roles: 'http' }, destination }) };
}

describe('the log', () => {
  it('writes one JSON object a line with level, time and its standing fields', () => {
    const { lines, log } = capture();
    log.info('started', { port: 8080 });
    expect(lines).toEqual([
      { level: 'info', time: expect.stringMatching(/Z$/), roles: 'http', msg: 'started', port: 8080 },
    ]);
  });

  it('names trace, lane, tenant and actor of a context', () => {
    const { lines, log } = capture();
    const actor = { kind: 'client', id: 'c1', role: 'merchant', scopes: [] } as const;
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    log.of({ lane: 'live', actor, merchantId: 'm1', traceparent }).with({ order_id: 'o1' }).warn('slow');
    expect(lines[0]).toMatchObject({
      trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
      lane: 'live',
      merchant_id: 'm1',
      actor: 'client:c1',
      order_id: 'o1',
    });
  });

  it('redacts messages, fields, child fields and errors', () => {
    const { lines, log } = capture();
    log
      .with({ client_secret: 's3cret' })
      .error('call +8613800138000', new Error('Bearer s3cret'), { phone: '+8613800138000' });
    expect(JSON.stringify(lines)).not.toMatch(/s3cret|13800138000/);
    expect(lines[0]).toMatchObject({ msg: 'call [redacted]', error: { type: 'Error', message: 'Bearer [redacted]' } });
  });

  it('writes nothing below its level', () => {
    const { lines, log } = capture('warn');
    log.info('quiet');
    log.warn('loud');
    expect(lines.map((line) => line.msg)).toEqual(['loud']);
  });

  it("takes Nest's lines with the part that speaks and the stack", () => {
    const { lines, log } = capture();
    const nest = new NestLog(log);
    nest.log('Mapped {/v1/orders, POST} route', 'RouterExplorer');
    nest.error('boom', 'Error: boom\n    at x', 'ExceptionsHandler');
    nest.error(new Error('bare'));
    expect(lines).toMatchObject([
      { level: 'debug', msg: 'Mapped {/v1/orders, POST} route', part: 'RouterExplorer' },
      { level: 'error', msg: 'boom', part: 'ExceptionsHandler', stack: 'Error: boom\n    at x' },
      { level: 'error', msg: 'bare', error: { message: 'bare' } },
    ]);
  });
});
