import type { Role } from '#lib/kernel';

export const USER_ROLES = ['viewer', 'operator', 'admin'] as const satisfies readonly Role[];
export type UserRole = (typeof USER_ROLES)[number];

/** The languages that the console speaks. */
export const LOCALES = ['en', 'zh'] as const;
export type Locale = (typeof LOCALES)[number];

/** A person who logs in to the console, as it is stored; without its password. */
export interface User {
  readonly id: string;
  /** The name to log in with; in lower case. */
  readonly username: string;
  readonly displayName: string;
  readonly role: UserRole;
  readonly locale: Locale;
  /** Who is not may neither log in nor go on. */
  readonly active: boolean;
  readonly version: number;
  readonly createdAt: Date;
}

/** What processes keep of a user in memory. */
export type UserSnapshot = Pick<User, 'id' | 'role' | 'active'>;

/** What may be changed of a user; absent members stay as they are. */
export type UserChange = Partial<Pick<User, 'displayName' | 'role' | 'locale' | 'active'>>;

/** Whether the change takes an administrator away. */
export function losesAdmin(before: User, after: User): boolean {
  const isAdmin = ({ role, active }: User): boolean => role === 'admin' && active;
  return isAdmin(before) && !isAdmin(after);
}
