import type { EndpointSpec } from '../endpoint';

/** Probes are answered however many there are. */
const PROBES = 'health';

/**
 * The statuses of problems that a route can answer: those that follow from its declaration, and those it names itself.
 * The documentation lists them, and the security tests provoke them.
 */
export function problemStatusesOf(spec: EndpointSpec): number[] {
  const statuses = new Set([400, 503, ...(spec.problems ?? [])]);
  const add = (applies: boolean, ...more: number[]): void => {
    if (applies) more.forEach((status) => statuses.add(status));
  };
  add(spec.auth !== 'public', 401, 403);
  add(spec.tag !== PROBES, 429);
  add(spec.params !== undefined, 404);
  add(spec.body !== undefined, 413, 415);
  add(spec.idempotency === true, 409, 422);
  add(spec.ifMatch === true, 412, 428);
  return [...statuses].sort((a, b) => a - b);
}
