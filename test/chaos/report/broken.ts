import type { Violation } from '../check/violation';

const EXAMPLES = 5;

/** Each broken promise once, how often, and a few places to look. */
export function describeViolations(violations: readonly Violation[]): string[] {
  const byInvariant = new Map<string, Violation[]>();
  for (const violation of violations) {
    const known = byInvariant.get(violation.invariant);
    if (known === undefined) byInvariant.set(violation.invariant, [violation]);
    else known.push(violation);
  }
  return [...byInvariant].flatMap(([invariant, of]) => [
    `BROKEN: ${invariant} (${of.length} times)`,
    ...of.slice(0, EXAMPLES).map(({ subject, detail }) => `    ${subject}: ${detail}`),
  ]);
}
