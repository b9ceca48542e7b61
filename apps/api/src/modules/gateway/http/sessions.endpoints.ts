import { endpoint } from '#lib/http';
import { z } from 'zod';
import { passwordText, UserView } from './users.dto';

const tag = 'sessions';
const people = { roles: ['viewer', 'operator', 'admin'] } as const;

const SessionView = z.object({
  access_token: z.string(),
  token_type: z.literal('Bearer'),
  expires_in: z.int().describe('Seconds'),
  user: UserView,
});

const origin = z.string().max(300).optional().describe('Must be our own when a browser sends it');

export const logIn = endpoint({
  tag,
  summary: 'Log in to the console',
  description:
    'Answers a short-lived access token, and keeps the refresh token in the cookie `linehaul_session`, which scripts cannot read. ' +
    'An unknown name and a wrong password are answered alike.',
  auth: 'public',
  headers: z.object({ origin }),
  body: z.strictObject({ username: z.string().min(1).max(100), password: passwordText(1) }),
  bodyLimitBytes: 4_096,
  success: { status: 201, body: SessionView },
  problems: [401, 403, 429],
  example: { username: 'admin', password: '…' },
});

export const refreshSession = endpoint({
  tag,
  summary: 'Get a new access token for the session of the cookie',
  description:
    'The refresh token in the cookie is replaced. One that was replaced and comes again after ten seconds ends the session. ' +
    'The header `X-Linehaul-Console` keeps pages of other sites from asking.',
  auth: 'public',
  headers: z.object({
    origin,
    cookie: z.string().max(8_192).optional().describe('With `linehaul_session`'),
    'x-linehaul-console': z.literal('1').optional().describe('Required: `1`'),
  }),
  success: { status: 200, body: SessionView },
  problems: [401, 403, 429],
});

export const currentSession = endpoint({
  tag,
  summary: 'Who is logged in',
  description: 'For the token of a session; a client has none.',
  auth: people,
  success: { status: 200, body: UserView },
  problems: [404],
});

export const logOut = endpoint({
  tag,
  summary: 'Log out',
  description: 'The session and its tokens are refused everywhere within a second, and the cookie is taken away.',
  auth: people,
  success: { status: 204 },
  problems: [404],
});
