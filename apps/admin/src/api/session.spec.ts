import { describe, expect, it } from 'vitest';
import { ApiError } from './problem';
import { Session } from './session';

const USER = { id: '1', username: 'wang', display_name: 'Wang', role: 'operator', locale: 'zh' };

/** A server that gives token after token, and a clock that a test moves. */
function aServer() {
  const calls: string[] = [];
  const state = { now: 0, loggedIn: true };
  const send = ((path: string) => {
    calls.push(path);
    const status = state.loggedIn ? 200 : 401;
    const problem = { status, title: '', detail: 'ended', code: 'session.expired', trace_id: '' };
    const body = state.loggedIn ? { access_token: `token ${calls.length}`, expires_in: 300, user: USER } : problem;
    return Promise.resolve(new Response(JSON.stringify(body), { status }));
  }) as typeof fetch;
  return { calls, state, session: new Session(send, () => state.now) };
}

describe('a session', () => {
  it('is asked for once, however many requests wait for it', async () => {
    const { calls, session } = aServer();
    const tokens = await Promise.all([session.accessToken(), session.accessToken(), session.accessToken()]);
    expect(new Set(tokens)).toEqual(new Set(['token 1']));
    expect(calls).toEqual(['/v1/sessions/refresh']);
  });

  it('is renewed before its token ends, and not earlier', async () => {
    const { calls, state, session } = aServer();
    await session.accessToken();
    state.now = 284_999;
    expect(await session.accessToken()).toBe('token 1');
    state.now = 285_000;
    expect(await session.accessToken()).toBe('token 2');
    expect(calls).toHaveLength(2);
  });

  it('is renewed once for all requests that the server refused with the same token', async () => {
    const { calls, session } = aServer();
    const refused = await session.accessToken();
    await Promise.all([session.renewAfter(refused), session.renewAfter(refused)]);
    expect(await session.renewAfter(refused)).toBe('token 2');
    expect(calls).toHaveLength(2);
  });

  it('forgets who was there when it has ended', async () => {
    const { state, session } = aServer();
    await session.logIn('wang', 'secret');
    expect(session.user?.username).toBe('wang');
    state.loggedIn = false;
    await expect(session.renewAfter('token 1')).rejects.toThrow(ApiError);
    expect(session.user).toBeUndefined();
  });
});
