import { describe, expect, it } from 'vitest';
import { readSessionCookie, sessionCookie } from './session-cookie';

describe('the cookie of a session', () => {
  it('is out of reach of scripts and other sites, and goes to the sessions alone', () => {
    const cookie = 'linehaul_session=a.b.c; Path=/v1/sessions; Max-Age=60; HttpOnly; SameSite=Strict';
    expect(sessionCookie('a.b.c', 60, false)).toBe(cookie);
    expect(sessionCookie('a.b.c', 60, true)).toBe(`${cookie}; Secure`);
  });

  it('is found among others', () => {
    expect(readSessionCookie('theme=dark; linehaul_session=a.b-c_d ;x=1')).toBe('a.b-c_d');
  });

  it.each([undefined, '', 'linehaul_session', 'xlinehaul_session=a', 'linehaul_session=a b', 'linehaul_session='])(
    'is not there: %s',
    (header) => {
      expect(readSessionCookie(header)).toBeUndefined();
    },
  );
});
