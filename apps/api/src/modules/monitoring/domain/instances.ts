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

/** A death is news until the one that followed has been there for so long: on a busy machine a start takes its time. */
const NEWS_MS = 30_000;

/**
 * How many processes of each instance have died lately and were followed by another. Who goes in good order takes its report away,
 * so a restart that was asked for is none.
 */
export function deathsOf(reports: readonly (Report & { readonly reportedAtMs: number })[]): Map<string, number> {
  const deaths = new Map(reports.map(({ instance }) => [instance, 0]));
  for (const { instance, startedAtMs, silentMs } of reports) {
    const follower = reports.find((other) => other.instance === instance && other.startedAtMs > startedAtMs);
    const isNews = follower !== undefined && follower.reportedAtMs - follower.startedAtMs <= NEWS_MS;
    if (isNews && silentMs > DOWN_AFTER_MS) deaths.set(instance, (deaths.get(instance) ?? 0) + 1);
  }
  return deaths;
}
