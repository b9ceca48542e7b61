import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { EnvError } from './config/env';
import { startFault } from './start-fault';

describe('a start that fails', () => {
  it('says what to do about a port that is taken', async () => {
    const first = createServer().listen(0, '127.0.0.1');
    await once(first, 'listening');
    const { port } = first.address() as AddressInfo;
    const [fault] = (await once(createServer().listen(port, '127.0.0.1'), 'error')) as [unknown];
    first.close();
    expect(startFault(fault)).toBe(
      `Something listens on 127.0.0.1:${port} already (EADDRINUSE): stop it, or set PORT, MANAGEMENT_PORT or GRPC_PORT to another one.`,
    );
  });

  it('says what to do about an address that is not ours', async () => {
    const [fault] = (await once(createServer().listen(0, '192.0.2.1'), 'error')) as [unknown];
    expect(startFault(Object.assign(fault as Error, { port: 3000 }))).toContain('set LINEHAUL_HOST');
  });

  it('says where PostgreSQL was looked for', () => {
    const fault = Object.assign(new Error('connect'), { code: 'ECONNREFUSED', address: '127.0.0.1', port: 5432 });
    expect(startFault(fault)).toBe(
      'Nothing takes connections on 127.0.0.1:5432 (ECONNREFUSED): start PostgreSQL there, or set DATABASE_URL.',
    );
  });

  it('shows faults of the configuration as they are, and where others happened', () => {
    expect(startFault(new EnvError('PORT: must be a number'))).toBe('PORT: must be a number');
    expect(startFault(new Error('no'))).toMatch(/Error: no\n\s+at /);
    expect(startFault('no')).toBe('no');
  });
});
