import { Metrics } from '#lib/telemetry';
import { Inject, Injectable } from '@nestjs/common';
import { RecentCount } from '../domain/recent-count';
import { sample, type Sample } from '../domain/sample';

/** Over so many readings, of one a second, failures are added up: they come in bursts, with pauses between. */
const FAILURE_TICKS = 10;

/** Gauges of the process that become series as they are; a part that is not there has none. */
const GAUGES: readonly { readonly metric: string; readonly series: string }[] = [
  { metric: 'breaker_open', series: 'breaker_open' },
  { metric: 'traffic_epoch_age_seconds', series: 'epoch_age_s' },
];

/** What the process's own metrics say: what was done since the last reading. */
@Injectable()
export class CountedStats {
  private readonly before = new Map<string, number>();
  private readonly failures = new Map<string, RecentCount>();

  constructor(@Inject(Metrics) private readonly metrics: Metrics) {}

  async read(): Promise<Sample[]> {
    const stages = await this.grown('stage_orders_total', ['stage']);
    const failures = await this.grown('stage_failures_total', ['stage']);
    const canaries = await this.grown('queue_canaries_total', ['queue', 'outcome']);
    const lost = canaries.filter(({ labels }) => labels['outcome'] !== 'taken');
    const gauges = await Promise.all(GAUGES.map((gauge) => this.gauge(gauge.metric, gauge.series)));
    return [
      ...stages.flatMap(({ labels, by }) => sample('stage_orders', by, labels)),
      ...failures.flatMap(({ labels, by }) => sample('stage_failures', this.recent(labels['stage'] ?? '', by), labels)),
      ...lost.flatMap(({ labels, by }) => sample('queue_canaries_lost', by, { queue: labels['queue'] ?? '' })),
      ...gauges.flat(),
    ];
  }

  private recent(stage: string, by: number): number {
    const count = this.failures.get(stage) ?? new RecentCount(FAILURE_TICKS);
    this.failures.set(stage, count);
    return count.add(by);
  }

  private async gauge(metric: string, series: string): Promise<Sample[]> {
    return (await this.metrics.read(metric)).flatMap(({ labels, value }) => sample(series, value, labels));
  }

  /** By how much a counter has grown, summed over all labels but these. */
  private async grown(
    metric: string,
    names: readonly string[],
  ): Promise<{ labels: Record<string, string>; by: number }[]> {
    const sums = new Map<string, { labels: Record<string, string>; value: number }>();
    for (const { labels, value } of await this.metrics.read(metric)) {
      const kept = Object.fromEntries(names.map((name) => [name, labels[name] ?? '']));
      const key = JSON.stringify([metric, kept]);
      sums.set(key, { labels: kept, value: (sums.get(key)?.value ?? 0) + value });
    }
    return [...sums].map(([key, { labels, value }]) => {
      const by = value - (this.before.get(key) ?? 0);
      this.before.set(key, value);
      return { labels, by };
    });
  }
}
