import { expect, it } from 'vitest';
import { IdempotencyKeys } from './idempotency-keys';
import { ApiError, problemWithout } from './problem';

function counted(): IdempotencyKeys {
  let count = 0;
  return new IdempotencyKeys(() => `key ${(count += 1)}`);
}

it('sends a request that has failed with the same key again, and an equal one after success with a new one', async () => {
  const keys = counted();
  const used: string[] = [];
  const fails = (key: string): Promise<never> => {
    used.push(key);
    return Promise.reject(new Error('no answer'));
  };
  const works = (key: string): Promise<void> => {
    used.push(key);
    return Promise.resolve();
  };
  await expect(keys.run('/v1/skus', { sku: 'A' }, fails)).rejects.toThrow('no answer');
  await keys.run('/v1/skus', { sku: 'A' }, works);
  await keys.run('/v1/skus', { sku: 'A' }, works);
  await keys.run('/v1/skus', { sku: 'B' }, works);
  expect(used).toEqual(['key 1', 'key 1', 'key 2', 'key 3']);
});

it.each([
  [409, 'order.not_dead_letter', 'key 2'],
  [422, 'user.wrong_password', 'key 2'],
  [409, 'idempotency.in_progress', 'key 1'],
  [429, 'gateway.rate_limited', 'key 1'],
  [503, 'overload', 'key 1'],
])('after %d %s an equal request goes with %s', async (status, code, next) => {
  const keys = counted();
  const refusal = new ApiError({ ...problemWithout(status, 'no'), code });
  await expect(keys.run('/v1/orders/1/retry', {}, () => Promise.reject(refusal))).rejects.toThrow('no');
  expect(await keys.run('/v1/orders/1/retry', {}, (key) => Promise.resolve(key))).toBe(next);
});
