/** What a scraper that wants OpenMetrics accepts, and is answered. */
export const OPEN_METRICS_TYPE = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

/** Whether an `Accept` header asks for OpenMetrics; Prometheus names it first when it can read exemplars. */
export function wantsOpenMetrics(accept: string | undefined): boolean {
  return accept?.includes('application/openmetrics-text') === true;
}

/** By the sample as it is printed, up to its value: what stands behind the value. */
export type PrintedExemplars = ReadonlyMap<string, string>;

const NONE: PrintedExemplars = new Map();
const COUNTER_SUFFIX = '_total';

/**
 * OpenMetrics 1.0 out of Prometheus' text format 0.0.4: a counter's family is named without `_total` and its samples with it, no
 * line is empty, the last one says that it is the last, and samples may name an exemplar.
 */
export function toOpenMetrics(text: string, exemplars: PrintedExemplars = NONE): string {
  const families = text.split('\n\n').map((family) => openFamily(family.trim(), exemplars));
  return `${families.filter((family) => family !== '').join('\n')}\n# EOF\n`;
}

function openFamily(text: string, exemplars: PrintedExemplars): string {
  const name = /^# TYPE (\S+) counter$/m.exec(text)?.[1];
  const lines = text.split('\n');
  if (name === undefined) return lines.map((line) => line + exemplarOf(line, exemplars)).join('\n');
  const family = name.endsWith(COUNTER_SUFFIX) ? name.slice(0, -COUNTER_SUFFIX.length) : name;
  return lines.map((line) => renamed(line, name, family)).join('\n');
}

function renamed(line: string, name: string, family: string): string {
  const [comment] = /^# (?:HELP|TYPE) /.exec(line) ?? [];
  if (comment !== undefined) return comment + family + line.slice(comment.length + name.length);
  return line.startsWith(name) ? family + COUNTER_SUFFIX + line.slice(name.length) : line;
}

function exemplarOf(line: string, exemplars: PrintedExemplars): string {
  if (exemplars.size === 0 || !line.includes('_bucket{')) return '';
  return exemplars.get(line.slice(0, line.lastIndexOf('}') + 1)) ?? '';
}
