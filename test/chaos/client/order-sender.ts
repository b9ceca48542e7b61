import type { Random } from '../random';
import { Allowance } from './allowance';
import { Unanswered, type Call, type Caller } from './caller';
import { orderBody, type DealtOrder } from './deck';
import type { Errands } from './errands';
import type { HistoryWriter } from './history-writer';
import type { ClientPlan } from './plan';
import type { Tally } from './tally';
import type { Tokens } from './tokens';
import { itemAnswers, verdictOf, type ItemAnswer } from './verdict';

/** Requests that may be open at once; an order that arrives beyond is withheld, never sent late. */
const OPEN_REQUESTS_LIMIT = 1_000;
const [FIRST_PAUSE_MS, LONGEST_PAUSE_MS] = [400, 4_000];
/** Retries that may leave per order that arrives. */
const RETRIES_PER_ORDER = 0.5;
/** Between two looks at whether the next retry may go. */
const PUMP_MS = 20;

/** One order of one request. */
interface Try {
  readonly order: DealtOrder;
  readonly attempt: number;
}

export interface SenderParts {
  readonly plan: ClientPlan;
  readonly history: HistoryWriter;
  readonly caller: Caller;
  readonly tokens: Tokens;
  readonly tally: Tally;
  readonly errands: Errands;
  readonly random: Random;
  /** Told once per order that was answered 201. */
  readonly onPlaced: (order: DealtOrder, id: string) => void;
}

/** Sends orders and keeps sending those whose outcome is open, with the same key, until it is known. */
export class OrderSender {
  private readonly openOrders = new Set<number>();
  private readonly retries: Allowance;
  private readonly inLine: { readonly orders: number; readonly go: () => void }[] = [];
  private pump: NodeJS.Timeout | undefined;
  private openRequests = 0;
  private turn = 0;

  constructor(private readonly parts: SenderParts) {
    this.retries = new Allowance(parts.plan.ratePerS * RETRIES_PER_ORDER, performance.now());
  }

  /** Orders that were sent and whose outcome is not known. */
  get open(): number {
    return this.openOrders.size;
  }

  arrive(orders: readonly DealtOrder[], bulk: boolean): void {
    const { tally } = this.parts;
    tally.offered += orders.length;
    if (this.openRequests >= OPEN_REQUESTS_LIMIT) {
      tally.withheld += orders.length;
      return;
    }
    for (const { n } of orders) this.openOrders.add(n);
    this.dispatch(orders, bulk);
  }

  /** Sends these once more, beside whatever was sent before. */
  repeat(order: DealtOrder): void {
    this.send([{ order, attempt: 2 }], false, true);
  }

  /** The same request at once, through the other address. */
  twin(order: DealtOrder): void {
    this.send([{ order, attempt: 1 }], false, true);
  }

  private dispatch(orders: readonly DealtOrder[], bulk: boolean): void {
    this.send(
      orders.map((order) => ({ order, attempt: 1 })),
      bulk,
    );
  }

  /** `extra`: nobody depends on its answer, so that it is not repeated. */
  private send(tries: readonly Try[], bulk: boolean, extra = false): void {
    const via = this.turn++ % this.parts.plan.baseUrls.length;
    this.parts.errands.now(async () => {
      this.openRequests += 1;
      try {
        await this.attempt(tries, bulk, extra, via);
      } finally {
        this.openRequests -= 1;
      }
    });
  }

  private async attempt(tries: readonly Try[], bulk: boolean, extra: boolean, via: number): Promise<void> {
    const { history, caller, tokens, tally } = this.parts;
    const merchant = tries[0]?.order.merchant;
    if (merchant === undefined) return;
    const authorization = await tokens.authorization(merchant);
    for (const { order, attempt } of tries) {
      const { n, key, hash, payload } = order;
      const { merchantId, reference } = { merchantId: merchant.merchantId, reference: payload.reference };
      history.note({ do: 'sent', at: Date.now(), n, attempt, via, key, merchant: merchantId, reference, hash });
    }
    await history.synced();
    const sentMs = Date.now();
    try {
      const { status, body, replayed } = await caller.call(this.callOf(tries, bulk, via, authorization));
      const answers = itemAnswers(status, body, tries.length, bulk, replayed);
      if (answers.some((answer) => answer.status === 201 && answer.replayed !== true)) {
        tally.succeeded([sentMs, Date.now()]);
      }
      this.settle(tries, answers, extra);
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      tally.saw(error.message, tries.length);
      for (const { order, attempt } of tries) {
        history.note({ do: 'unanswered', at: Date.now(), n: order.n, attempt, why: error.message });
      }
      if (!extra) this.retry(tries.filter(({ order }) => !this.isAbandoned(order)));
    }
  }

  private callOf(tries: readonly Try[], bulk: boolean, via: number, authorization: string): Call {
    const baseUrl = this.parts.plan.baseUrls[via] ?? '';
    const [single] = tries;
    if (!bulk && single !== undefined) {
      const { order } = single;
      const call = { method: 'POST', baseUrl, path: '/v1/orders', authorization } as const;
      return { ...call, body: orderBody(order), idempotencyKey: order.key };
    }
    const body = tries.map(({ order }) => ({ idempotency_key: order.key, ...orderBody(order) }));
    return { method: 'POST', baseUrl, path: '/v1/orders/batch', authorization, body };
  }

  private settle(tries: readonly Try[], answers: readonly ItemAnswer[], extra: boolean): void {
    const { history, tally, tokens } = this.parts;
    const again: Try[] = [];
    tries.forEach((tried, index) => {
      const { order, attempt } = tried;
      const answer = answers[index] ?? { status: 0 };
      history.note({ do: 'answered', at: Date.now(), n: order.n, attempt, ...answer });
      tally.saw(answer.code === undefined ? String(answer.status) : `${answer.status} ${answer.code}`);
      const verdict = verdictOf(answer);
      if (verdict === 'renew_token') tokens.forget(order.merchant);
      if (verdict === 'again' || verdict === 'renew_token') again.push(tried);
      else this.close(order, answer);
    });
    if (!extra) this.retry(again);
  }

  private close(order: DealtOrder, answer: ItemAnswer): void {
    if (!this.openOrders.delete(order.n)) return;
    if (answer.status !== 201 || answer.id === undefined) return;
    this.parts.tally.acknowledged += 1;
    this.parts.onPlaced(order, answer.id);
  }

  /** Some clients never ask again; what became of their orders must be sound all the same. */
  private isAbandoned({ n }: DealtOrder): boolean {
    if (!this.parts.random.chance(this.parts.plan.mix.abandonShare)) return false;
    return this.openOrders.delete(n);
  }

  /** Later, and later each time: the load does not grow when the server is slow. */
  private retry(tries: readonly Try[]): void {
    const { random, errands } = this.parts;
    const left = tries.filter(({ order }) => this.openOrders.has(order.n));
    const [first] = left;
    if (first === undefined) return;
    const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (first.attempt - 1)) * (0.5 + random.next());
    errands.later(pauseMs, () => this.sendAgain(left));
  }

  private async sendAgain(tries: readonly Try[]): Promise<void> {
    await this.allowed(tries.length);
    this.parts.tally.retries += tries.length;
    this.send(
      tries.map(({ order, attempt }) => ({ order, attempt: attempt + 1 })),
      tries.length > 1,
    );
  }

  /** Retries come on top of the load, and are never more than half of it: those that are due wait in line. */
  private allowed(orders: number): Promise<void> {
    return new Promise((go) => {
      this.inLine.push({ orders, go });
      this.pump ??= setInterval(() => this.letGo(), PUMP_MS);
    });
  }

  private letGo(): void {
    const nowMs = performance.now();
    for (let first = this.inLine[0]; first !== undefined; first = this.inLine[0]) {
      if (!this.retries.take(first.orders, nowMs)) return;
      this.inLine.shift();
      first.go();
    }
    clearInterval(this.pump);
    this.pump = undefined;
  }
}
