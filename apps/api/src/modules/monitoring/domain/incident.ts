import { labelKey, type Labels, type SampleStore } from '#lib/alerting';

/** The series around an incident: seconds before it and values, oldest first. */
export interface Evidence {
  readonly series: readonly {
    readonly name: string;
    readonly labels: Labels;
    readonly points: readonly (readonly [secondsBefore: number, value: number])[];
  }[];
}

/** What went wrong, from the first alert of a group to the last. */
export interface Incident {
  readonly id: string;
  readonly groupKey: string;
  readonly rule: string;
  readonly severity: string;
  readonly summary: string;
  readonly evidence: Evidence;
  readonly openedAt: Date;
  readonly acknowledgedAt: Date | null;
  readonly acknowledgedBy: string | null;
  readonly note: string | null;
  readonly closedAt: Date | null;
  /** What ended it: the last alert, and how. */
  readonly ended: { readonly by: string; readonly alert: string; readonly value: number } | null;
  /** What the ticket system calls it; null until it has answered, and without one. */
  readonly ticketId: string | null;
  readonly version: number;
}

const BEFORE_MS = 5 * 60_000;
const POINTS_LIMIT = 60;
const SERIES_LIMIT = 12;
/** What is worth a look whatever went wrong. */
const CONTEXT = ['http_requests_per_s', 'http_p99_s', 'event_loop_p99_s', 'cpu_ratio', 'stage_oldest_due_s'];

/** The five minutes before now of the alert's own series and of those that often explain it. */
export function evidenceOf(store: SampleStore, name: string, seriesLabels: Labels, nowMs: number): Evidence {
  const own = store.find(name, labelKey(seriesLabels));
  const others = CONTEXT.flatMap((context) => store.of(context)).filter((series) => series !== own);
  const chosen = [...(own === undefined ? [] : [own]), ...others].slice(0, SERIES_LIMIT);
  return {
    series: chosen.map(({ name: seriesName, labels, ring }) => ({
      name: seriesName,
      labels,
      points: thinned(ring.between(nowMs - BEFORE_MS, nowMs)).map(
        ([atMs, value]) => [Math.round((atMs - nowMs) / 1000), Number(value.toPrecision(4))] as const,
      ),
    })),
  };
}

/** Points an even step apart, the newest among them. */
function thinned<Point>(points: readonly Point[]): Point[] {
  const step = Math.ceil(points.length / POINTS_LIMIT);
  return points.filter((_, index) => (points.length - 1 - index) % step === 0);
}
