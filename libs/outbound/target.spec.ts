import { describe, expect, it } from 'vitest';
import { isPublicAddress } from './address';
import { AllowList } from './allow-list';
import { parseTarget, type OutboundPolicy } from './target';

const listed = (text: string): AllowList => {
  const list = AllowList.parse(text);
  if (list === undefined) throw new Error(`${text} is no allow-list`);
  return list;
};
const STRICT: OutboundPolicy = { allowHttp: false, allowList: listed('') };
const faultOf = (url: string, policy = STRICT): string | undefined => {
  const target = parseTarget(url, policy);
  return 'fault' in target ? target.fault : undefined;
};

describe('an address', () => {
  it.each([
    '1.1.1.1',
    '8.8.8.8',
    '9.255.255.255',
    '11.0.0.1',
    '100.63.255.255',
    '100.128.0.1',
    '172.15.0.1',
    '172.32.0.1',
    '192.167.0.1',
    '223.255.255.255',
    '2606:4700:4700::1111',
    '2a00:1450:4001:81b::200e',
  ])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    '0.0.0.0',
    '0.1.2.3',
    '10.0.0.1',
    '100.64.0.1',
    '100.127.255.255',
    '127.0.0.1',
    '127.255.255.255',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.8',
    '192.0.2.1',
    '192.88.99.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.19.255.255',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '239.255.255.255',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::127.0.0.1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '::ffff:7f00:1',
    '::ffff:0:127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::7f00:1',
    '100::1',
    '2001::1',
    '2001:0:4136:e378:8000:63bf:3fff:fdd2',
    '2001:2::1',
    '2001:10::1',
    '2001:20::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '2002:a9fe:a9fe::1',
    '3fff::1',
    '4000::1',
    '5f00::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '',
    'localhost',
  ])('%s is not', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('a URL that a stranger names', () => {
  it.each([
    'https://example.com/hook?a=b',
    'https://example.com:8443/',
    'https://1.1.1.1/',
    'https://[2606:4700::1111]/',
  ])('%s may be called', (url) => {
    expect(faultOf(url)).toBeUndefined();
  });

  it.each([
    ['http://example.com/', /https/],
    ['ftp://example.com/', /https/],
    ['file:///etc/passwd', /https/],
    ['//example.com/', /absolute/],
    ['https://', /absolute/],
    ['https://user:secret@example.com/', /credentials/],
    ['https://user@example.com/', /credentials/],
    ['https://example.com/#here', /fragment/],
    ['https://example.com:22/', /ports/],
    ['https://example.com:6379/', /ports/],
    ['https://127.0.0.1/', /public/],
    ['https://[::1]/', /public/],
    ['https://localhost/', /public/],
    ['https://metadata.google.internal/', /public/],
    [`https://example.com/${'x'.repeat(2048)}`, /longer/],
  ])('%s may not', (url, reason) => {
    expect(faultOf(url)).toMatch(reason);
  });

  it('may go without TLS where that is allowed, and to what is allow-listed at any port', () => {
    expect(faultOf('http://example.com/', { ...STRICT, allowHttp: true })).toBeUndefined();
    expect(faultOf('http://example.com:443/', { ...STRICT, allowHttp: true })).toMatch(/ports/);
    const allowList = listed('127.0.0.0/8, hooks.internal fd00::/8');
    for (const url of [
      'http://127.0.0.1:4000/',
      'http://2130706433:4000/',
      'http://hooks.internal:99/',
      'https://[fd00::1]:5/',
    ]) {
      expect(faultOf(url, { ...STRICT, allowList })).toBeUndefined();
    }
    for (const url of ['http://10.0.0.1/', 'https://other.internal/', 'https://[::1]/']) {
      expect(faultOf(url, { ...STRICT, allowList })).toBeDefined();
    }
  });
});

describe('an allow-list', () => {
  it.each(['10.0.0.0/33', 'not a/list', 'a,10.0.0', 'https://example.com', '999.1.1.1', 'host:80'])(
    'is not %j',
    (text) => {
      expect(AllowList.parse(text)).toBeUndefined();
    },
  );
});
