import { Database, type Tx } from '#lib/database';
import { actorName, CLOCK, type Clock, type Context, DomainError, uuidv7 } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { ACTIONS, type ActionName } from '../domain/remediation/actions';
import { readParams, targetOf } from '../domain/remediation/parameters';
import { decide, type Run, type Verdict } from '../domain/remediation/run';
import { RemediationRepository } from '../persistence/remediation.repository';
import { Performers } from '../remediation/performers';
import { messageOf } from '../sending/message-of';

export interface AskedRun {
  readonly action: ActionName;
  readonly params: Readonly<Record<string, unknown>>;
  readonly reason: string;
  readonly dryRun: boolean;
  /** The rule that asks; a person does where there is none. */
  readonly rule?: string;
}

/** Begins a run: what is allowed, with a row that says who and why before anything is done. */
@Injectable()
export class RunRemediation {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(RemediationRepository) private readonly runs: RemediationRepository,
    @Inject(Performers) private readonly performers: Performers,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Writes the run in the caller's transaction; `act` does it, once that has committed. A process that dies in between leaves a run
   * whose effect is looked for and not found.
   *
   * @throws DomainError `monitoring.remediation_params` (422), `…_under_way` (409), `…_limited` (429), `…_escalated` (409), or what
   * the action says when its target is not there (404)
   */
  async begin(ctx: Context, tx: Tx, { action: name, params: given, reason, dryRun, rule }: AskedRun): Promise<Run> {
    const action = ACTIONS[name];
    const read = readParams(action.params, given);
    if (read.kind === 'faults') {
      const message = 'These parameters are out of bounds; nothing was done';
      throw new DomainError('refused', 'monitoring.remediation_params', message, { errors: read.faults });
    }
    const { params } = read;
    const target = targetOf(params, action.target);
    const now = this.clock.now();
    const before = await this.performers.of(name).facts(ctx, tx, params);
    if (!dryRun) {
      const past = await this.runs.pastLocked(tx, name, now);
      const verdict = decide(action, past, { target, byRule: rule !== undefined, nowMs: now.getTime() });
      if (verdict.kind !== 'go') throw refusal(name, target, verdict);
    }
    const run: Run = {
      id: uuidv7(),
      action: name,
      params,
      target,
      requestedBy: actorName(ctx),
      rule: rule ?? null,
      reason,
      state: dryRun ? 'planned' : 'verifying',
      before,
      after: null,
      error: null,
      startedAt: now,
      verifyAt: new Date(now.getTime() + action.verifyAfterS * 1000),
      finishedAt: dryRun ? now : null,
    };
    if (!(await this.runs.insert(tx, run))) throw refusal(name, target, { kind: 'under_way' });
    return run;
  }

  /** Does what was begun. That it could not be done is how the run ends, no fault of the caller. */
  async act(ctx: Context, run: Run): Promise<void> {
    if (run.state !== 'verifying') return;
    try {
      await this.performers.of(run.action).act(ctx, run.params, run.reason);
    } catch (error) {
      const ending = { state: 'failed', after: null, error: messageOf(error), now: this.clock.now() } as const;
      await this.runs.finish(this.database.statements(ctx), run.id, ending);
    }
  }
}

function refusal(action: ActionName, target: string, verdict: Exclude<Verdict, { kind: 'go' }>): DomainError {
  const context = { action, target };
  switch (verdict.kind) {
    case 'limited':
      return new DomainError('quota_exceeded', 'monitoring.remediation_limited', `${action} was run too often`, {
        context,
        retryAfterS: verdict.retryAfterS,
      });
    case 'under_way':
      return new DomainError('conflict', 'monitoring.remediation_under_way', 'This is being done already', { context });
    case 'escalated':
      return new DomainError('conflict', 'monitoring.remediation_escalated', 'This did not help; a person is called', {
        context,
      });
  }
}
