import type { Queryable } from '#lib/database';
import type { Context } from '#lib/kernel';
import type { Facts } from '../domain/remediation/actions';
import type { Params } from '../domain/remediation/parameters';

/** What does an action, and looks at what it is meant to change. */
export interface Performer {
  /** @throws DomainError when there is nothing of that name */
  facts(ctx: Context, db: Queryable, params: Params): Promise<Facts>;
  /** In transactions of its own. `note`: why, for whoever reads it later. */
  act(ctx: Context, params: Params, note: string): Promise<void>;
}

/** A parameter that its bounds have let through. */
export function textOf(params: Params, name: string): string {
  return String(params[name] ?? '');
}

export function numberOf(params: Params, name: string): number {
  return Number(params[name] ?? 0);
}
