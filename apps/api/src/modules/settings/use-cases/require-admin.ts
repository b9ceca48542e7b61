import { DomainError, type Context } from '#lib/kernel';
import { adminOnlyChanges, type Overrides } from '#lib/settings';

/** Refuses a change, or a step back, of settings that only an admin may touch. */
export function requireAdminFor(ctx: Context, before: Overrides, after: Overrides): void {
  const pointers = adminOnlyChanges(before, after);
  if (pointers.length === 0 || ctx.actor.role === 'admin' || ctx.actor.kind === 'system') return;
  const errors = pointers.map((pointer) => ({ pointer, detail: 'Only an admin may change this setting' }));
  throw new DomainError('forbidden', 'settings.admin_only', 'Only an admin may make this change', { errors });
}
