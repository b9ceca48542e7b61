import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { GrpcDoor, type GrpcPort } from './door';

const LOOPBACK = '127.0.0.1';

describe('the door of gRPC', () => {
  const callers: Socket[] = [];
  afterEach(() => {
    for (const caller of callers.splice(0)) caller.destroy();
  });

  function call(port: number): Socket {
    const caller = connect(port, LOOPBACK).on('error', () => undefined);
    callers.push(caller);
    return caller;
  }

  /** Serves what it is handed by counting it. */
  function counting(): { port: GrpcPort; accepted: Socket[] } {
    const accepted: Socket[] = [];
    const stop = (): Promise<boolean> => {
      for (const socket of accepted) socket.destroy();
      return Promise.resolve(true);
    };
    return { accepted, port: { accept: (socket) => void accepted.push(socket), stop } };
  }

  it('loads nothing until somebody comes, and then once for all who do', async () => {
    const { port, accepted } = counting();
    const load = vi.fn(() => Promise.resolve(port));
    const door = new GrpcDoor(load, () => undefined);
    const at = await door.listen(LOOPBACK, 0);
    expect(load).not.toHaveBeenCalled();
    call(at);
    call(at);
    await vi.waitFor(() => expect(accepted).toHaveLength(2));
    expect(load).toHaveBeenCalledTimes(1);
    expect(await door.stop()).toBe(true);
  });

  it('hangs up on whom it cannot serve, says why, and tries again for the next', async () => {
    const { port, accepted } = counting();
    const load = vi.fn(() => Promise.resolve(port)).mockRejectedValueOnce(new Error('no declarations'));
    const faults: unknown[] = [];
    const door = new GrpcDoor(load, (error) => faults.push(error));
    const at = await door.listen(LOOPBACK, 0);
    await once(call(at), 'close');
    expect(faults).toMatchObject([{ message: 'no declarations' }]);
    call(at);
    await vi.waitFor(() => expect(accepted).toHaveLength(1));
    await door.stop();
  });

  it('closes without loading anything when nobody came', async () => {
    const load = vi.fn(() => Promise.resolve(counting().port));
    const door = new GrpcDoor(load, () => undefined);
    const at = await door.listen(LOOPBACK, 0);
    expect(await door.stop()).toBe(true);
    expect(load).not.toHaveBeenCalled();
    await expect(once(call(at), 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('takes no more connections than it may', async () => {
    const { port, accepted } = counting();
    const door = new GrpcDoor(
      () => Promise.resolve(port),
      () => undefined,
      1,
    );
    const at = await door.listen(LOOPBACK, 0);
    call(at);
    await vi.waitFor(() => expect(accepted).toHaveLength(1));
    await once(call(at), 'close');
    expect(accepted).toHaveLength(1);
    await door.stop();
  });
});
