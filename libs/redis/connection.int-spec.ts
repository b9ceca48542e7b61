import { testRedis } from '#lib/testing';
import { describe, expect, it } from 'vitest';
import { createRedis } from './connection';
import { connectedRedis, emitted, redisAway, redisBehindProxy } from './testing/connect';

describe('createRedis', () => {
  it('puts the prefix before the keys of commands, and leaves queue connections alone', async () => {
    const { url, prefix } = await testRedis();
    const onError = (): void => undefined;
    const command = createRedis({ url, prefix, role: 'command', onError });
    const worker = createRedis({ url, prefix, role: 'worker', onError });
    await emitted(command, 'ready');
    await command.set('a', '1');
    await worker.set('b', '2');
    expect((await worker.keys('*')).sort()).toEqual([`${prefix}:a`, 'b'].sort());
    command.disconnect();
    worker.disconnect();
  });

  it('tells of an outage once, refuses commands at once meanwhile, and never throws by itself', async () => {
    const { url } = await testRedis();
    const errors: Error[] = [];
    const nowhere = Object.assign(new URL(url), { port: '1' }).href;
    const redis = createRedis({ url: nowhere, prefix: 'p', role: 'command', onError: (error) => errors.push(error) });
    for (let attempt = 0; attempt < 3; attempt++) await emitted(redis, 'reconnecting');
    await expect(redis.get('a')).rejects.toThrow(/enableOfflineQueue/);
    expect(errors.map((error) => (error as NodeJS.ErrnoException).code)).toEqual(['ECONNREFUSED']);
    redis.disconnect();
  });

  it('refuses a command that was in flight when the connection broke, instead of leaving or repeating it', async () => {
    const { redis, proxy } = await redisBehindProxy();
    proxy.apply({ kind: 'hold_answers' });
    const answer = redis.incr('counter');
    await proxy.close();
    await expect(answer).rejects.toThrow(/max retries per request/);
    redis.disconnect();
  });

  it('gives up a command that is not answered within a second', async () => {
    const { redis, proxy } = await redisBehindProxy('producer');
    proxy.apply({ kind: 'hold_answers' });
    await expect(redis.incr('counter')).rejects.toThrow(/timed out/);
    redis.disconnect();
    await proxy.close();
  });

  it('a worker waits for Redis as long as it takes', async () => {
    const { redis, proxy } = await redisBehindProxy('worker');
    proxy.apply({ kind: 'hold_answers' });
    const answer = redis.incr('counter');
    proxy.heal();
    expect(await answer).toBe(1);
    redis.disconnect();
    await proxy.close();
  });

  it('is refused where nothing listens', async () => {
    const redis = await redisAway();
    await expect(redis.get('a')).rejects.toThrow();
    redis.disconnect();
  });

  it('is back within 200 ms of Redis accepting connections', async () => {
    const redis = await connectedRedis();
    const back = emitted(redis, 'ready');
    const startedMs = performance.now();
    redis.stream.destroy();
    await back;
    expect(performance.now() - startedMs).toBeLessThan(400);
    expect(await redis.ping()).toBe('PONG');
    redis.disconnect();
  });
});
