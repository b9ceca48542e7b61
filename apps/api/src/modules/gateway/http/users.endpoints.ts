import { endpoint, pageOf } from '#lib/http';
import { z } from 'zod';
import { LOCALES, USER_ROLES } from '../domain/user';
import { idPageQuery } from './page-query';
import { NewUserBody, passwordText, UserChangeBody, UserView, UserWithPasswordView } from './users.dto';

const tag = 'users';
const admins = { roles: ['admin'] } as const;
const staff = { roles: ['operator', 'admin'] } as const;
const people = { roles: ['viewer', 'operator', 'admin'] } as const;
const one = z.strictObject({ id: z.uuid() });

/** Short ones can be guessed from a stolen hash; length helps more than rules do (NIST SP 800-63B, section 3.1.1.2). */
const PASSWORD_MIN_LENGTH = 12;

export const createUser = endpoint({
  tag,
  summary: 'Create a user of the console',
  description: 'Its password is shown in this answer and never again.',
  auth: admins,
  body: NewUserBody,
  idempotency: true,
  success: { status: 201, body: UserWithPasswordView },
  example: { username: 'wang', display_name: 'Wang Fang', role: 'operator', locale: 'zh' },
});

export const listUsers = endpoint({
  tag,
  summary: 'List users, newest first',
  auth: staff,
  query: z.strictObject({
    ...idPageQuery,
    role: z.enum(USER_ROLES).optional(),
    active: z
      .enum(['true', 'false'])
      .transform((value) => value === 'true')
      .optional(),
  }),
  success: { status: 200, body: pageOf(UserView) },
});

export const readUser = endpoint({
  tag,
  summary: 'Read a user',
  auth: staff,
  params: one,
  success: { status: 200, body: UserView },
});

export const changeUser = endpoint({
  tag,
  summary: 'Change a user',
  description:
    'Another role and a deactivation take effect everywhere within a second. The last active administrator stays one.',
  auth: admins,
  params: one,
  body: UserChangeBody,
  ifMatch: true,
  success: { status: 200, body: UserView },
  problems: [409],
  example: { role: 'viewer' },
});

export const setPassword = endpoint({
  tag,
  summary: 'Give a user a new password',
  description: 'It is shown in this answer and never again. The former one and the sessions of the user end at once.',
  auth: admins,
  params: one,
  ifMatch: true,
  success: { status: 200, body: UserWithPasswordView },
});

export const changeOwnPassword = endpoint({
  tag,
  summary: 'Choose another password for oneself',
  description: 'The other sessions of the user end.',
  auth: people,
  body: z.strictObject({ old_password: passwordText(1), new_password: passwordText(PASSWORD_MIN_LENGTH) }),
  bodyLimitBytes: 4_096,
  success: { status: 204 },
  problems: [404, 422],
  example: { old_password: '…', new_password: 'four words that nobody guesses' },
});

export const changeOwnLocale = endpoint({
  tag,
  summary: 'Choose the language that one reads the console in',
  description: 'For oneself alone, and so without `If-Match`: the last choice counts.',
  auth: people,
  body: z.strictObject({ locale: z.enum(LOCALES) }),
  success: { status: 200, body: UserView },
  problems: [404],
  example: { locale: 'zh' },
});
