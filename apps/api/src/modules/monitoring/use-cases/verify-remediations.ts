import { Database } from '#lib/database';
import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { Log } from '#lib/telemetry';
import { Inject, Injectable } from '@nestjs/common';
import { ACTIONS } from '../domain/remediation/actions';
import { judge, type Run } from '../domain/remediation/run';
import { type Ending, RemediationRepository } from '../persistence/remediation.repository';
import { Performers } from '../remediation/performers';
import { messageOf } from '../sending/message-of';

/** Looks whether what was done has helped, when its time has come. Two runs without effect call a person, by an alert of their own. */
@Injectable()
export class VerifyRemediations {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(RemediationRepository) private readonly runs: RemediationRepository,
    @Inject(Performers) private readonly performers: Performers,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Log) private readonly log: Log,
  ) {}

  async execute(ctx: Context): Promise<void> {
    const db = this.database.statements(ctx);
    for (const run of await this.runs.due(db, this.clock.now())) {
      const ending = await this.endingOf(ctx, run);
      if (!(await this.runs.finish(db, run.id, ending))) continue;
      const { action, target, requestedBy, rule } = run;
      const fields = { action, target, requested_by: requestedBy, rule, state: ending.state };
      if (ending.state === 'effective') this.log.info('A remediation has helped', fields);
      else this.log.warn('A remediation was without effect', { ...fields, reason: ending.error });
    }
  }

  private async endingOf(ctx: Context, run: Run): Promise<Ending> {
    try {
      const after = await this.performers.of(run.action).facts(ctx, this.database.statements(ctx), run.params);
      return { state: judge(ACTIONS[run.action], run, after), after, error: null, now: this.clock.now() };
    } catch (error) {
      return { state: 'failed', after: null, error: messageOf(error), now: this.clock.now() };
    }
  }
}
