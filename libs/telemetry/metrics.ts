import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { Exemplars } from './exemplars';
import { OPEN_METRICS_TYPE, toOpenMetrics, wantsOpenMetrics } from './open-metrics';
import { BoundedLabels, type LabelBound, type LabelValues } from './bounded-labels';

type Labels = Record<string, LabelBound>;

interface MetricOptions<L extends Labels> {
  /** Without the prefix; unit last: `http_request_duration_seconds`. */
  readonly name: string;
  readonly help: string;
  readonly labels: L;
}

export interface CounterOf<L extends Labels> {
  add(labels: LabelValues<L>, count?: number): void;
}

export interface HistogramOf<L extends Labels> {
  /** `traceId`: of a recorded trace, an example of what the value's bucket holds. */
  observe(labels: LabelValues<L>, value: number, traceId?: string): void;
}

export interface GaugeOf<L extends Labels> {
  set(labels: LabelValues<L>, value: number): void;
  /** Shows nothing any more until it is set again. */
  clear(): void;
}

const PREFIX = 'linehaul_';

/** From 1 ms to 10 s: what a request, a stage or a commit takes. */
export const SECONDS_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** From one order to the largest batch. */
export const BATCH_BUCKETS = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];

/** What this process counts. Every label is bounded when its metric is made. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly exemplars: Exemplars[] = [];

  /** Adds CPU, memory, event-loop delay and GC pauses of the process. Observers of the runtime: once in a process. */
  observeProcess(): void {
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: 10 });
  }

  counter<const L extends Labels>(options: MetricOptions<L>): CounterOf<L> {
    const labels = new BoundedLabels(options.labels);
    const counter = new Counter({ ...this.definition(options), labelNames: [...labels.names] });
    return { add: (values, count = 1) => counter.inc(labels.bound(values), count) };
  }

  histogram<const L extends Labels>(
    options: MetricOptions<L> & { readonly buckets: readonly number[] },
  ): HistogramOf<L> {
    const labels = new BoundedLabels(options.labels);
    const histogram = new Histogram({
      ...this.definition(options),
      labelNames: [...labels.names],
      buckets: [...options.buckets],
    });
    const exemplars = new Exemplars(PREFIX + options.name, options.buckets);
    this.exemplars.push(exemplars);
    return {
      observe: (values, value, traceId) => {
        const bound = labels.bound(values);
        histogram.observe(bound, value);
        if (traceId !== undefined) exemplars.keep(bound, value, traceId);
      },
    };
  }

  gauge<const L extends Labels>(options: MetricOptions<L>): GaugeOf<L> {
    const labels = new BoundedLabels(options.labels);
    const gauge = new Gauge({ ...this.definition(options), labelNames: [...labels.names] });
    return { set: (values, value) => gauge.set(labels.bound(values), value), clear: () => gauge.reset() };
  }

  /** A gauge that is read when somebody asks for the metrics: pool use, queue depth. */
  sampled<const L extends Labels>(
    options: MetricOptions<L> & { readonly sample: () => readonly (readonly [LabelValues<L>, number])[] },
  ): void {
    const labels = new BoundedLabels(options.labels);
    const gauge: Gauge = new Gauge({
      ...this.definition(options),
      labelNames: [...labels.names],
      collect: () => {
        for (const [values, value] of options.sample()) gauge.set(labels.bound(values), value);
      },
    });
  }

  /** The values of one metric as they stand, with their labels; none where no part of the process has it. */
  async read(name: string): Promise<{ readonly labels: Readonly<Record<string, string>>; readonly value: number }[]> {
    const found = await this.registry.getSingleMetric(PREFIX + name)?.get();
    return (found?.values ?? []).map(({ labels, value }) => ({ labels: labels as Record<string, string>, value }));
  }

  /** The exposition: OpenMetrics, with exemplars, where `accept` asks for it; else Prometheus' text format 0.0.4. */
  async expose(accept?: string): Promise<{ readonly contentType: string; readonly body: string }> {
    const body = await this.registry.metrics();
    if (!wantsOpenMetrics(accept)) return { contentType: Registry.PROMETHEUS_CONTENT_TYPE, body };
    const exemplars = new Map(this.exemplars.flatMap((kept) => [...kept.printed()]));
    return { contentType: OPEN_METRICS_TYPE, body: toOpenMetrics(body, exemplars) };
  }

  private definition({ name, help }: MetricOptions<Labels>): { name: string; help: string; registers: Registry[] } {
    return { name: PREFIX + name, help, registers: [this.registry] };
  }
}
