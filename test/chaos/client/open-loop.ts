import { setTimeout as delay } from 'node:timers/promises';
import { Random } from '../random';
import { Caller } from './caller';
import { Deck, type DealtOrder } from './deck';
import { Errands } from './errands';
import { FollowUp } from './follow-up';
import type { HistoryWriter } from './history-writer';
import { OrderSender, type SenderParts } from './order-sender';
import type { ClientCounts, ClientPlan, Success } from './plan';
import { Supplier } from './supplier';
import { Tally } from './tally';
import { Tokens } from './tokens';

const TICK_MS = 5;
/** How long open outcomes are chased after the last arrival. */
const DRAIN_WITHIN_MS = 90_000;
const [REPLAY_LEAST_MS, REPLAY_MOST_MS] = [300, 6_000];

/**
 * Offers orders at times that were drawn before anything was sent: a slow server is offered as much as a quick one.
 * Retries, cancels and scans come on top.
 */
export class OpenLoop {
  private readonly tally = new Tally();
  private readonly errands = new Errands();
  private readonly sender: OrderSender;
  private readonly deck: Deck;
  private readonly random: Random;
  private readonly parts: Omit<SenderParts, 'onPlaced'>;
  private draining = false;

  constructor(
    private readonly plan: ClientPlan,
    private readonly history: HistoryWriter,
  ) {
    const caller = new Caller(plan.requestTimeoutMs);
    const tokens = new Tokens(caller, () => plan.baseUrls[0] ?? '');
    this.random = Random.for(plan.seed, 'client');
    this.parts = { plan, history, caller, tokens, tally: this.tally, errands: this.errands, random: this.random };
    const followUp = new FollowUp(this.parts);
    this.sender = new OrderSender({
      ...this.parts,
      onPlaced: (order, id) => {
        followUp.placed(order, id);
        this.maybeReplay(order);
      },
    });
    this.deck = new Deck(plan.seed, plan.world, plan.mix);
    this.supplier = new Supplier(this.parts, followUp);
  }

  private readonly supplier: Supplier;

  /** Before the load: every token is there. */
  async prepare(): Promise<void> {
    const { world } = this.plan;
    for (const client of [...world.merchants, world.operator]) await this.parts.tokens.authorization(client);
  }

  /** Until `drain` is called and everything has come to its end. */
  async run(): Promise<void> {
    const stopSupplying = this.supplier.start();
    let next = this.deck.deal(this.plan.ratePerS);
    let dueMs = performance.now() + next.afterMs;
    while (!this.draining) {
      while (dueMs <= performance.now()) {
        this.offer(next.orders, next.bulk);
        next = this.deck.deal(this.plan.ratePerS);
        dueMs += next.afterMs;
      }
      await delay(TICK_MS);
    }
    stopSupplying();
    const untilMs = performance.now() + DRAIN_WITHIN_MS;
    while (this.errands.open > 0 && performance.now() < untilMs) await delay(TICK_MS);
    await this.history.close();
    this.parts.caller.close();
  }

  drain(): void {
    this.draining = true;
  }

  counts(): ClientCounts {
    return this.tally.counts(this.sender.open);
  }

  takeSuccesses(): Success[] {
    return this.tally.takeSuccesses();
  }

  private offer(orders: readonly DealtOrder[], bulk: boolean): void {
    const { mix } = this.plan;
    this.sender.arrive(orders, bulk);
    const [single] = orders;
    if (bulk || single === undefined) return;
    if (this.random.chance(mix.twinShare)) this.sender.twin(single);
    if (this.random.chance(mix.rivalShare)) this.sender.arrive([this.deck.rival(single)], false);
  }

  private maybeReplay(order: DealtOrder): void {
    if (!this.random.chance(this.plan.mix.replayShare)) return;
    this.errands.later(this.random.int(REPLAY_LEAST_MS, REPLAY_MOST_MS), () => {
      this.sender.repeat(order);
      return Promise.resolve();
    });
  }
}
