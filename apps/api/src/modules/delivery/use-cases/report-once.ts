import { Database, type Tx } from '#lib/database';
import { actorName, CLOCK, type Clock, type Context } from '#lib/kernel';
import { OrderFacade } from '#module/order';
import { Inject, Injectable } from '@nestjs/common';
import { type Fact, type FactOutcome, firstOfEach, inOrder, isReceiptOf, type Receipt } from '../domain/fact';
import { type NewReceipt, ReceiptRepository } from '../persistence/receipt.repository';

/** Two callers that race with the same event ids meet once; more rounds mean something else is wrong. */
const ROUNDS = 5;

/** Somebody else committed one of our facts after we had looked: everything is undone, and its receipt is there next time. */
class ReportedMeanwhile extends Error {
  override readonly name = 'ReportedMeanwhile';
}

/** What a transaction of reports may need to do besides, before it commits. */
type Afterwards = (tx: Tx, receipts: readonly Receipt[]) => Promise<void>;

/** Hands facts to their orders, each event id once, in one transaction. */
@Injectable()
export class ReportOnce {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(OrderFacade) private readonly orders: Pick<OrderFacade, 'report'>,
    @Inject(ReceiptRepository) private readonly receipts: ReceiptRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * One outcome per fact, in their order. A refused fact leaves no trace and may be reported again. `afterwards` gets the
   * receipts of the facts that were new, in the order they were applied.
   */
  async execute(ctx: Context, facts: readonly Fact[], afterwards: Afterwards): Promise<FactOutcome[]> {
    for (let round = 1; ; round++) {
      try {
        return await this.database.transaction(ctx, (tx) => this.attempt(ctx, tx, facts, afterwards));
      } catch (error) {
        if (!(error instanceof ReportedMeanwhile) || round === ROUNDS) throw error;
      }
    }
  }

  private async attempt(ctx: Context, tx: Tx, facts: readonly Fact[], afterwards: Afterwards): Promise<FactOutcome[]> {
    const known = await this.receipts.find(
      tx,
      facts.map((fact) => fact.eventId),
    );
    const fresh = inOrder(firstOfEach(facts.filter((fact) => !known.has(fact.eventId))));
    const outcomes = await this.report(ctx, tx, fresh, afterwards);
    return facts.map((fact) => {
      const first = outcomes.get(fact.eventId);
      if (first?.fact === fact) return first.outcome;
      const receipt = first?.outcome.kind === 'accepted' ? first.outcome.receipt : known.get(fact.eventId);
      if (receipt === undefined) return first?.outcome ?? { kind: 'reused_id' };
      return isReceiptOf(receipt, fact) ? { kind: 'accepted', receipt, replayed: true } : { kind: 'reused_id' };
    });
  }

  private async report(
    ctx: Context,
    tx: Tx,
    fresh: readonly Fact[],
    afterwards: Afterwards,
  ): Promise<Map<string, { fact: Fact; outcome: FactOutcome }>> {
    const outcomes = new Map<string, { fact: Fact; outcome: FactOutcome }>();
    if (fresh.length === 0) return outcomes;
    const answers = await this.orders.report(ctx, tx, fresh);
    const accepted: NewReceipt[] = [];
    fresh.forEach((fact, index) => {
      const answer = answers[index];
      if (answer?.orderId !== fact.orderId) throw new Error(`No answer to event ${fact.eventId}`);
      if (answer.outcome === 'refused') {
        const { status, code, detail } = answer;
        outcomes.set(fact.eventId, { fact, outcome: { kind: 'refused', status, code, detail } });
        return;
      }
      const { eventId, orderId, code } = fact;
      const receipt = {
        eventId,
        orderId,
        code,
        outcome: answer.outcome,
        orderStatus: answer.status,
        sequence: answer.sequence,
      };
      accepted.push({ fact, receipt });
      outcomes.set(eventId, { fact, outcome: { kind: 'accepted', receipt, replayed: false } });
    });
    if (accepted.length === 0) return outcomes;
    const inserted = await this.receipts.insert(tx, accepted, actorName(ctx), this.clock.now());
    if (inserted !== accepted.length) throw new ReportedMeanwhile();
    await afterwards(
      tx,
      accepted.map(({ receipt }) => receipt),
    );
    return outcomes;
  }
}
