import type { ConsoleRole } from '../api/session';

/** What only an administrator may change; everything else an operator may, and a viewer nothing. The server has the last word. */
const ADMIN_ONLY = new Set(['channels', 'users']);
/** What viewers may not even look at. */
const STAFF_ONLY = new Set(['users', 'audit']);
const READING = new Set(['list', 'show', 'read', 'export']);

/** Shapes what is shown: whether a role may do `action` with `resource`. */
export function mayDo(role: ConsoleRole | undefined, action: string, resource: string): boolean {
  if (role === undefined) return false;
  if (role === 'admin') return true;
  if (READING.has(action)) return role === 'operator' || !STAFF_ONLY.has(resource);
  return role === 'operator' && !ADMIN_ONLY.has(resource);
}
