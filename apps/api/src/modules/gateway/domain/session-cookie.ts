/** Where the console keeps its refresh token: out of reach of scripts, and sent to `/v1/sessions` alone. */
const NAME = 'linehaul_session';
const PATH = '/v1/sessions';
const TOKEN = /^[A-Za-z0-9._-]{1,200}$/;

/** The refresh token in a `Cookie` header (RFC 6265, section 4.2.1); undefined where there is none. */
export function readSessionCookie(header: string | undefined): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const at = pair.indexOf('=');
    if (at < 0 || pair.slice(0, at).trim() !== NAME) continue;
    const value = pair.slice(at + 1).trim();
    return TOKEN.test(value) ? value : undefined;
  }
  return undefined;
}

/** The `Set-Cookie` header that keeps a refresh token for so many seconds; an empty one for none takes it away. */
export function sessionCookie(token: string, maxAgeS: number, secure: boolean): string {
  const flags = `Path=${PATH}; Max-Age=${maxAgeS}; HttpOnly; SameSite=Strict`;
  return `${NAME}=${token}; ${flags}${secure ? '; Secure' : ''}`;
}
