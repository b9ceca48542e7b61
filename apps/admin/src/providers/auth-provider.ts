import type { AuthProvider } from 'react-admin';
import { ApiError } from '../api/problem';
import { session } from '../api/session';
import { mayDo } from './rights';

/** Whoever is logged in, also after a reload: the cookie brings the session back. */
async function currentUser() {
  if (session.user === undefined) await session.accessToken();
  const { user } = session;
  if (user === undefined) throw new Error('nobody is logged in');
  return user;
}

function isOver(error: unknown): error is ApiError {
  return error instanceof ApiError && error.status === 401;
}

export const authProvider: AuthProvider = {
  async login({ username, password }: { username: string; password: string }) {
    await session.logIn(username, password);
  },
  logout: () => session.logOut(),
  async checkAuth() {
    await session.accessToken().catch((error: unknown) => {
      if (isOver(error)) throw error; // a server that is away for a moment ends no session
    });
  },
  /** A role that may not is told so and stays; only a session that has ended leads to the log-in. */
  checkError: (error: unknown) => (isOver(error) ? Promise.reject(error) : Promise.resolve()),
  async getIdentity() {
    const { id, display_name: fullName } = await currentUser();
    return { id, fullName };
  },
  getPermissions: async () => (await currentUser()).role,
  canAccess: async ({ action, resource }) => mayDo((await currentUser()).role, action, resource),
};
