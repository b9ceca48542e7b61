import type { Auth } from '#lib/http';
import type { Actor } from '#lib/kernel';

/** Why an actor may not call a route; undefined when it may. */
export function denial(auth: Auth, actor: Actor): string | undefined {
  if (auth === 'public') return undefined;
  if (actor.role === 'system' || !auth.roles.includes(actor.role)) {
    return `This needs one of the roles ${auth.roles.join(', ')}; the token's role is ${actor.role}`;
  }
  const missing = auth.scopes?.find((scope) => !actor.scopes.includes(scope));
  return missing === undefined ? undefined : `This needs the scope ${missing}, which the token does not have`;
}
