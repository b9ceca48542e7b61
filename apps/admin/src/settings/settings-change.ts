import type { Change } from './settings-schema';

/** `{ http: { shed_above_ms: 500 } }`: only what differs. */
export function bodyOf(changes: readonly Change[]): Record<string, Record<string, unknown>> {
  const values: Record<string, Record<string, unknown>> = {};
  for (const { group, name, after } of changes) values[group] = { ...values[group], [name]: after };
  return values;
}
