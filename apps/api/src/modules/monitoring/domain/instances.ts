/** A process that has been silent for longer is down. */
const DOWN_AFTER_MS = 4000;

interface Report {
  readonly process: string;
  readonly instance: string;
  readonly startedAtMs: number;
  readonly silentMs: number;
}

/**
 * Which instances are up: those whose newest process speaks. Nothing is said while the one who judges could not report either, for
 * then it is PostgreSQL that was away.
 */
export function instancesOf(reports: readonly Report[], self: string): { instance: string; isUp: boolean }[] {
  const own = reports.find(({ process }) => process === self);
  if (own === undefined || own.silentMs > DOWN_AFTER_MS) return [];
  const newest = new Map<string, Report>();
  for (const report of reports) {
    const known = newest.get(report.instance);
    if (known === undefined || known.startedAtMs < report.startedAtMs) newest.set(report.instance, report);
  }
  return [...newest].map(([instance, { silentMs }]) => ({ instance, isUp: silentMs <= DOWN_AFTER_MS }));
}
