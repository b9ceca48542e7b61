/** A process of its own that offers load: started by `run-load.ts`, told a plan, answers a result. */
import { setTimeout as delay } from 'node:timers/promises';
import type { WireAnswer } from './answer-reader';
import { exchangeOf, type Exchange } from './exchange';
import { LatencyHistogram } from './latency-histogram';
import type { LoadPlan, LoadResult, LoadWord } from './load-plan';
import { WireClient } from './wire-client';

class Generator {
  private readonly latencies = new LatencyHistogram();
  private readonly errors = new Map<string, number>();
  private acknowledged = 0;
  private readonly exchange: Exchange;
  private next = 0;
  private sent = 0;
  private stopped = false;
  private gate: Promise<void> | undefined;
  private open: () => void = () => undefined;

  constructor(private readonly plan: LoadPlan) {
    this.exchange = exchangeOf(plan.work);
  }

  async run(): Promise<LoadResult> {
    const { plan } = this;
    const clients = await Promise.all(Array.from({ length: plan.connections }, () => WireClient.open(plan.port)));
    const cpu = process.cpuUsage();
    const startedMs = performance.now();
    const untilMs = startedMs + plan.seconds * 1000;
    await Promise.all(clients.map((client) => this.drive(client, startedMs, untilMs)));
    const seconds = (performance.now() - startedMs) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    for (const client of clients) client.close();
    return {
      acknowledged: this.acknowledged,
      errors: Object.fromEntries(this.errors),
      seconds,
      p50Ms: this.latencies.quantileMs(0.5),
      p99Ms: this.latencies.quantileMs(0.99),
      generatorCores: (user + system) / 1e6 / seconds,
    };
  }

  private async drive(client: WireClient, startedMs: number, untilMs: number): Promise<void> {
    const { ratePerS, requests } = this.plan;
    for (;;) {
      await this.gate;
      if (this.stopped || this.sent === requests || performance.now() >= untilMs) return;
      const due = this.sent++;
      const sentMs = ratePerS === undefined ? performance.now() : startedMs + (due / ratePerS) * 1000;
      if (sentMs >= untilMs) return;
      if (ratePerS !== undefined) await reached(sentMs);
      try {
        this.count(await client.send(this.request()));
      } catch {
        this.fault('connection');
        return;
      }
      this.latencies.record(performance.now() - sentMs);
    }
  }

  /** Holds requests back while the parent says so. */
  pause(): void {
    this.gate ??= new Promise((resolve) => (this.open = resolve));
  }

  stop(): void {
    this.stopped = true;
    this.resume();
  }

  resume(): void {
    this.open();
    this.gate = undefined;
  }

  private request(): string {
    const { name, tokens } = this.plan;
    const first = this.next;
    this.next += this.exchange.orders;
    const token = tokens[(first / this.exchange.orders) % tokens.length];
    return this.exchange.request(first, name, token === undefined ? {} : { Authorization: `Bearer ${token}` });
  }

  private count(answer: WireAnswer): void {
    const { orders } = this.exchange;
    const acknowledged = this.exchange.acknowledged(answer);
    this.acknowledged += acknowledged;
    if (acknowledged < orders) this.fault(faultOf(answer), orders - acknowledged);
  }

  private fault(what: string, count = 1): void {
    this.errors.set(what, (this.errors.get(what) ?? 0) + count);
  }
}

/** What an answer that is no success is counted as. */
function faultOf({ status, retryAfter }: WireAnswer): string {
  if (status < 300) return 'item';
  const silent = (status === 429 || status === 503) && !retryAfter;
  return silent ? `${status} without Retry-After` : String(status);
}

/** Resolves at this time of `performance.now()`, at once when it has passed. */
async function reached(atMs: number): Promise<void> {
  const waitMs = atMs - performance.now();
  if (waitMs > 0) await delay(waitMs);
}

process.once('message', (plan: LoadPlan) => {
  const generator = new Generator(plan);
  process.on('message', (word: LoadWord) => generator[word]());
  generator.run().then(
    (result) => process.send?.(result, () => process.exit(0)),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
