import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EnvError, parseEnv } from './env';

const REQUIRED = { DATABASE_URL: 'postgresql://u:p@127.0.0.1:5432/db', REDIS_URL: 'redis://127.0.0.1:6379/0' };

describe('the environment', () => {
  it('needs only the two URLs', () => {
    const env = parseEnv(REQUIRED);
    expect(env).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      managementPort: 3001,
      grpcPort: 50_051,
      databasePrepared: true,
    });
    expect([...env.roles]).toEqual(['http', 'grpc', 'worker', 'relay']);
  });

  it('names every fault at once', () => {
    const faulty = { DATABASE_URL: 'mysql://x', PORT: '99999', LINEHAUL_ROLES: 'http,cook', LOG_LEVEL: 'loud' };
    const names = ['DATABASE_URL', 'REDIS_URL', 'PORT', 'LINEHAUL_ROLES', 'LOG_LEVEL'];
    expect(() => parseEnv(faulty)).toThrow(EnvError);
    for (const name of names) expect(() => parseEnv(faulty)).toThrow(new RegExp(`- ${name}:`));
  });

  it('deals groups of roles to the children in turn', () => {
    const grouped = { ...REQUIRED, LINEHAUL_ROLES: 'http,relay; worker', LINEHAUL_CHILDREN: '3' };
    const roles = ['0', '1', '2'].map((child) => [...parseEnv({ ...grouped, LINEHAUL_CHILD: child }).roles]);
    expect(roles).toEqual([['http', 'relay'], ['worker'], ['http', 'relay']]);
  });

  it.each(['0', '1'])('refuses a group of roles that none of %s children would have', (children) => {
    const grouped = { ...REQUIRED, LINEHAUL_ROLES: 'http,relay;worker', LINEHAUL_CHILDREN: children };
    expect(() => parseEnv(grouped)).toThrow(/LINEHAUL_ROLES: names 2 groups of roles, but LINEHAUL_CHILDREN is/);
  });

  it('names each process differently unless its supervisor has', () => {
    expect(parseEnv(REQUIRED).processName).not.toBe(parseEnv(REQUIRED).processName);
    expect(parseEnv({ ...REQUIRED, LINEHAUL_PROCESS: '0-ab' }).processName).toBe('0-ab');
  });

  it('is frozen', () => {
    expect(Object.isFrozen(parseEnv(REQUIRED))).toBe(true);
  });

  it('takes a secret from the file that X_FILE names, and says when it cannot', () => {
    const folder = mkdtempSync(join(tmpdir(), 'linehaul-env-'));
    try {
      writeFileSync(join(folder, 'url'), `${REQUIRED.DATABASE_URL}\n`);
      const source = { REDIS_URL: REQUIRED.REDIS_URL, DATABASE_URL_FILE: join(folder, 'url') };
      expect(parseEnv(source).databaseUrl).toBe(REQUIRED.DATABASE_URL);
      expect(() => parseEnv({ ...REQUIRED, DATABASE_URL: '', DATABASE_URL_FILE: join(folder, 'none') })).toThrow(
        /DATABASE_URL_FILE: the file .* cannot be read/,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each([
    ['2', 2],
    ['10.0.0.0/8, 127.0.0.1', ['10.0.0.0/8', '127.0.0.1']],
  ])('reads trusted proxies from %j', (value, expected) => {
    expect(parseEnv({ ...REQUIRED, LINEHAUL_TRUST_PROXY: value }).trustProxy).toEqual(expected);
  });
});
