const BROKEN = /^BROKEN: (.+) \(\d+ times\)$/gm;

/** The promises that a run found broken, as `describeViolations` names them. */
export function brokenIn(output: string): string[] {
  return [...output.matchAll(BROKEN)].map((match) => match[1] ?? '');
}
