import { Database } from '#lib/database';
import { type Context, DomainError } from '#lib/kernel';
import { Settings } from '#lib/settings';
import { Log } from '#lib/telemetry';
import { Inject, Injectable } from '@nestjs/common';
import { targetOf } from '../domain/remediation/parameters';
import { ACTIONS } from '../domain/remediation/actions';
import { asked } from '../domain/remediation/remedies';
import type { TrackedAlert } from '../domain/tellings';
import { RunRemediation } from './run-remediation';
import { VerifyRemediations } from './verify-remediations';

/** One and the same thing is not asked for more often. */
const ASK_INTERVAL_MS = 5000;

/** Does by itself what the alerts ask for and the settings allow, and looks whether it has helped. The evaluating process alone. */
@Injectable()
export class RemediateFiring {
  private askedAtMs = new Map<string, number>();

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(RunRemediation) private readonly running: RunRemediation,
    @Inject(VerifyRemediations) private readonly verifying: VerifyRemediations,
    @Inject(Settings) private readonly settings: Settings,
    @Inject(Log) private readonly log: Log,
  ) {}

  async execute(ctx: Context, alerts: readonly TrackedAlert[]): Promise<void> {
    await this.verifying.execute(ctx);
    const wanted = asked(alerts, this.settings.current().remediation);
    const nowMs = performance.now();
    const recent = [...this.askedAtMs].filter(([, atMs]) => nowMs - atMs < ASK_INTERVAL_MS);
    this.askedAtMs = new Map(recent);
    for (const { remedy, params } of wanted) {
      const key = `${remedy.action} ${targetOf(params, ACTIONS[remedy.action].target)}`;
      if (this.askedAtMs.has(key)) continue;
      this.askedAtMs.set(key, nowMs);
      await this.ask(ctx, { action: remedy.action, params, rule: remedy.rule });
    }
  }

  /** A refusal is no fault: it has been done, is being done, or is for a person now. */
  private async ask(
    ctx: Context,
    { action, params, rule }: Pick<Parameters<RunRemediation['begin']>[2], 'action' | 'params'> & { rule: string },
  ): Promise<void> {
    const reason = `The alert "${rule}" fires`;
    try {
      const run = await this.database.transaction(ctx, (tx) =>
        this.running.begin(ctx, tx, { action, params, rule, reason, dryRun: false }),
      );
      this.log.info('A remediation begins', { action, target: run.target, rule });
      await this.running.act(ctx, run);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
  }
}
