import { parseOptions } from '@node-rs/argon2';
import { describe, expect, it } from 'vitest';
import { SecretHasher } from './secret-hasher';

describe('SecretHasher', () => {
  it('hashes with argon2id, salted, and checks', async () => {
    const hasher = new SecretHasher();
    const [one, two] = await Promise.all([hasher.hash('lhs_x'), hasher.hash('lhs_x')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$/);
    expect(one).not.toBe(two);
    expect(parseOptions(one)).toMatchObject({ memoryCost: 19_456, timeCost: 2, parallelism: 1 });
    expect([await hasher.verify(one, 'lhs_x'), await hasher.verify(one, 'lhs_y')]).toEqual([true, false]);
  });

  it('an unknown client costs a check, and never matches', async () => {
    expect(await new SecretHasher().verifyDecoy('decoy')).toBe(false);
  });

  it('lets a bounded number wait and turns the rest away', async () => {
    const hasher = new SecretHasher();
    const outcomes = await Promise.allSettled(Array.from({ length: 300 }, () => hasher.verify('not a hash', 'x')));
    const codes = outcomes.map((outcome) =>
      outcome.status === 'rejected' ? ((outcome.reason as { code?: string }).code ?? 'fault') : 'done',
    );
    expect(codes.filter((code) => code === 'gateway.busy')).toHaveLength(300 - 258);
    expect(await hasher.verify(await hasher.hash('x'), 'x')).toBe(true);
  });
});
