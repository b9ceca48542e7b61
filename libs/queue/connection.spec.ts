import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { isConnectionFault, reportOutages } from './connection';

describe('reporting outages', () => {
  it('tells of each outage once, however often connecting fails in it', () => {
    const redis = new EventEmitter();
    const reported: unknown[] = [];
    reportOutages(redis, (error) => reported.push(error));
    for (const event of ['error', 'error', 'error', 'ready', 'error', 'error']) redis.emit(event, event);
    expect(reported).toHaveLength(2);
  });
});

describe('a fault of the connection', () => {
  it.each([
    Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:6379'), { code: 'ECONNREFUSED' }),
    Object.assign(new Error('read'), { code: 'ECONNRESET' }),
    new Error('Connection is closed.'),
    new Error("Socket timeout. Expecting data, but didn't receive any in 4000ms."),
    new Error('LOADING Redis is loading the dataset in memory'),
  ])('is %s', (error) => expect(isConnectionFault(error)).toBe(true));

  it.each([new Error('Missing lock for job payment-a-1. moveToFinished'), 'ECONNREFUSED', undefined])(
    'is not %s',
    (error) => expect(isConnectionFault(error)).toBe(false),
  );
});
