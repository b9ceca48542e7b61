import { Inject, Injectable } from '@nestjs/common';
import type { ActionName } from '../domain/remediation/actions';
import { BreakerPerformer } from './breaker-performer';
import { ChildPerformer } from './child-performer';
import type { Performer } from './performer';
import { SettingsPerformer } from './settings-performer';
import { StagePerformer } from './stage-performer';

/** Who does what is allowed: an action without a performer does not compile. */
@Injectable()
export class Performers {
  private readonly all: Readonly<Record<ActionName, Performer>>;

  constructor(
    @Inject(ChildPerformer) child: ChildPerformer,
    @Inject(BreakerPerformer) breaker: BreakerPerformer,
    @Inject(StagePerformer) stage: StagePerformer,
    @Inject(SettingsPerformer) settings: SettingsPerformer,
  ) {
    this.all = {
      restart_child: child,
      open_breaker: breaker.opening,
      close_breaker: breaker.closing,
      pause_stage: stage.pausing,
      resume_stage: stage.resuming,
      redispatch_stuck: stage.redispatching,
      retry_dead_letters: stage.retrying,
      roll_back_settings: settings,
    };
  }

  of(action: ActionName): Performer {
    return this.all[action];
  }
}
