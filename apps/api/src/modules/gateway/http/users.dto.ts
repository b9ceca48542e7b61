import { text } from '#lib/http';
import { z } from 'zod';
import { LOCALES, USER_ROLES, type User, type UserChange } from '../domain/user';
import type { NewUser } from '../use-cases/create-users';

/** A person of the console, as it goes over the wire. */
export const UserView = z.object({
  id: z.uuid(),
  username: z.string(),
  display_name: z.string(),
  role: z.enum(USER_ROLES),
  locale: z.enum(LOCALES),
  active: z.boolean(),
  version: z.int(),
  created_at: z.iso.datetime(),
});

/** A user with a new password. A replayed answer comes without it: we do not have it any more. */
export const UserWithPasswordView = UserView.extend({
  password: z.string().optional().describe('Shown this once; missing in a replay. If it is lost, set another'),
});

export const NewUserBody = z.strictObject({
  username: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._@-]{1,99}$/, 'must be 2 to 100 of a-z, 0-9, dot, dash, underscore and @')
    .describe('The name to log in with'),
  display_name: text(1, 100),
  role: z.enum(USER_ROLES),
  locale: z.enum(LOCALES).default('en'),
});

export const UserChangeBody = z.strictObject({
  display_name: text(1, 100).optional(),
  role: z.enum(USER_ROLES).optional(),
  locale: z.enum(LOCALES).optional(),
  active: z.boolean().optional().describe('False ends the sessions of the user and keeps it from logging in'),
});

/** A password as somebody types it: the same however the keyboard composes its letters. */
export function passwordText(min: number): z.ZodString {
  return z.string().normalize('NFKC').min(min).max(200);
}

export function userView(user: User): z.input<typeof UserView> {
  return {
    id: user.id,
    username: user.username,
    display_name: user.displayName,
    role: user.role,
    locale: user.locale,
    active: user.active,
    version: user.version,
    created_at: user.createdAt.toISOString(),
  };
}

export function newUserOf({ display_name: displayName, ...body }: z.output<typeof NewUserBody>): NewUser {
  return { ...body, displayName };
}

export function userChangeOf(body: z.output<typeof UserChangeBody>): UserChange {
  const { display_name: displayName, role, locale, active } = body;
  return {
    ...(displayName !== undefined && { displayName }),
    ...(role !== undefined && { role }),
    ...(locale !== undefined && { locale }),
    ...(active !== undefined && { active }),
  };
}
