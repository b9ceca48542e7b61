import { describe, expect, it } from 'vitest';
import type { MerchantSnapshot } from './merchant';
import { addressBucket, limitOf } from './rate-limit';

const OWN = { ratePerS: 5, burst: 10 };
const SHARED = { ratePerS: 50, burst: 100 };
const FALLBACK = { ratePerS: 500, burst: 1_000 };

function merchant(rate: MerchantSnapshot['rate']): MerchantSnapshot {
  const base = { id: 'm', name: 'M', status: 'active', currency: 'CNY' } as const;
  return { ...base, creditLimitMinor: 0, requireIssuedKeys: false, rate };
}

describe('limitOf', () => {
  const client = { id: 'c', status: 'active', merchantId: 'm', rate: undefined } as const;

  it('a client’s own limit comes first', () => {
    expect(limitOf({ ...client, rate: OWN }, merchant(SHARED), FALLBACK)).toEqual({ bucket: 'client:c', policy: OWN });
  });

  it('clients without one share their merchant’s', () => {
    expect(limitOf(client, merchant(SHARED), FALLBACK)).toEqual({ bucket: 'merchant:m', policy: SHARED });
  });

  it('the default is each client’s own', () => {
    const fallback = { bucket: 'client:c', policy: FALLBACK };
    expect(limitOf(client, merchant(undefined), FALLBACK)).toEqual(fallback);
    expect(limitOf(client, undefined, FALLBACK)).toEqual(fallback);
  });
});

describe('addressBucket', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::99', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:db8:1:2:3::', '2001:db8:1:2::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('%s counts as %s', (address, bucket) => {
    expect(addressBucket(address)).toBe(bucket);
  });

  it('tells neighbouring networks apart', () => {
    expect(addressBucket('2001:db8:1:2::1')).not.toBe(addressBucket('2001:db8:1:3::1'));
  });
});
