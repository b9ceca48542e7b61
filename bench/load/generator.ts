/** A process of its own that offers load: started by `run-load.ts`, told a plan, answers a result. */
import type { WireAnswer } from './answer-reader';
import { LatencyHistogram } from './latency-histogram';
import type { LoadPlan, LoadResult, LoadWord } from './load-plan';
import { orderJson, postText } from './order-text';
import { WireClient } from './wire-client';

class Generator {
  private readonly latencies = new LatencyHistogram();
  private readonly errors = new Map<string, number>();
  private acknowledged = 0;
  private next = 0;
  private stopped = false;
  private gate: Promise<void> | undefined;
  private open: () => void = () => undefined;

  constructor(private readonly plan: LoadPlan) {}

  async run(): Promise<LoadResult> {
    const { plan } = this;
    const clients = await Promise.all(Array.from({ length: plan.connections }, () => WireClient.open(plan.port)));
    const cpu = process.cpuUsage();
    const startedMs = performance.now();
    const untilMs = startedMs + plan.seconds * 1000;
    await Promise.all(clients.map((client) => this.drive(client, untilMs)));
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

  private async drive(client: WireClient, untilMs: number): Promise<void> {
    for (;;) {
      await this.gate;
      if (this.stopped || performance.now() >= untilMs) return;
      const sentMs = performance.now();
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
    const { plan } = this;
    const first = this.next;
    const token = plan.tokens[Math.floor(first / Math.max(1, plan.bulk)) % plan.tokens.length];
    const headers: Record<string, string> = token === undefined ? {} : { Authorization: `Bearer ${token}` };
    if (plan.bulk === 0) {
      this.next += 1;
      headers['Idempotency-Key'] = `"${plan.name}-${first}"`;
      return postText('/v1/orders', headers, orderJson(plan.palette, `${plan.name}-${first}`, first));
    }
    this.next += plan.bulk;
    const items = Array.from({ length: plan.bulk }, (_, index) => {
      const name = `${plan.name}-${first + index}`;
      return orderJson(plan.palette, name, first + index, name);
    });
    return postText('/v1/orders/batch', headers, `[${items.join(',')}]`);
  }

  private count(answer: WireAnswer): void {
    if (this.plan.bulk === 0) {
      if (answer.status === 201) this.acknowledged += 1;
      else this.fault(String(answer.status));
      return;
    }
    if (answer.status !== 200) {
      this.fault(String(answer.status));
      return;
    }
    const text = answer.body.toString('latin1');
    const created = text.split('"status":201').length - 1;
    this.acknowledged += created;
    for (let missing = this.plan.bulk - created; missing > 0; missing--) this.fault('item');
  }

  private fault(what: string): void {
    this.errors.set(what, (this.errors.get(what) ?? 0) + 1);
  }
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
