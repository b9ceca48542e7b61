import { setTimeout as pause } from 'node:timers/promises';
import { FlightBatcher, isConnectionFault } from '#lib/database';
import { systemContext } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Outcome } from '../domain/claimed-message';
import { RecordOutcomes } from '../use-cases/record-outcomes';

const [FLIGHTS, BATCH_OUTCOMES, LEAST_BESIDE, WAITING_LIMIT] = [2, 256, 16, 65_536];
const [AGAIN_AFTER_MS, TRIES] = [250, 20];

/** Records outcomes that come together in one transaction. */
@Injectable()
export class OutcomeRecorder {
  private readonly batcher: FlightBatcher<Outcome, undefined>;

  constructor(@Inject(RecordOutcomes) private readonly recordOutcomes: RecordOutcomes) {
    this.batcher = new FlightBatcher({
      attach: 'in_flight',
      keyOf: ({ message }) => `${message.claim}:${message.messageId}`,
      fly: async (outcomes) => {
        await this.record(outcomes);
        return outcomes.map(() => undefined);
      },
      maxFlights: () => FLIGHTS,
      batchSize: () => BATCH_OUTCOMES,
      leastBeside: () => LEAST_BESIDE,
      regatherMs: 0,
      queueLimit: () => WAITING_LIMIT,
    });
  }

  /** Resolves when the outcome is stored. Rejects when that was not possible: the message goes out again after its lease. */
  async submit(outcome: Outcome): Promise<void> {
    const { kind } = await this.batcher.submit(outcome, 'single');
    if (kind === 'queue_full') throw new Error('Too many outcomes of webhook messages wait to be stored');
  }

  /** A database that is away for a moment is no reason to send everything twice. */
  private async record(outcomes: readonly Outcome[]): Promise<void> {
    const ctx = systemContext('webhook-recorder');
    for (let attempt = 1; ; attempt++) {
      try {
        await this.recordOutcomes.execute(ctx, outcomes);
        return;
      } catch (error) {
        if (attempt === TRIES || !isConnectionFault(error)) throw error;
        await pause(AGAIN_AFTER_MS);
      }
    }
  }
}
