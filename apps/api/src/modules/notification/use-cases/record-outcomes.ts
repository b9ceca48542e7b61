import { Database, type Tx } from '#lib/database';
import type { Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Outcome } from '../domain/claimed-message';
import { breakersAfter, concernsBreaker, settled } from '../domain/settle';
import {
  disableGone,
  lockBreakers,
  saveBreakers,
  settleMessages,
  type SettledMessage,
} from '../persistence/outcome.repository';

/** Writes what came of many attempts in one transaction: messages, streams, and the endpoints that they speak for or against. */
@Injectable()
export class RecordOutcomes {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Answers how many counted; the others had been claimed by somebody else meanwhile. */
  execute(ctx: Context, outcomes: readonly Outcome[]): Promise<number> {
    return this.database.transaction(ctx, (tx) => this.record(tx, outcomes));
  }

  private async record(tx: Tx, outcomes: readonly Outcome[]): Promise<number> {
    const telling = outcomes.filter(concernsBreaker);
    const breakers = await lockBreakers(tx, endpointsOf(telling));
    saveBreakers(tx, breakersAfter(breakers, telling));
    disableGone(tx, endpointsOf(outcomes.filter(({ verdict }) => verdict.outcome === 'gone')));
    return settleMessages(tx, outcomes.map(toSettled));
  }
}

function endpointsOf(outcomes: readonly Outcome[]): string[] {
  return [...new Set(outcomes.map(({ message }) => message.endpointId))];
}

function toSettled(outcome: Outcome): SettledMessage {
  const { endpointId, streamId, claim, messageId } = outcome.message;
  const { status, error, durationMs, at } = outcome;
  return { endpointId, streamId, claim, messageId, ...settled(outcome), status, error, durationMs, at };
}
