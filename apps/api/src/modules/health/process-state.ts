import { Injectable } from '@nestjs/common';

/**
 * `starting` until the last module is up and the ports are open, `serving` until the process is told to end, `draining`
 * from then on. There is no way back.
 */
export type Phase = 'starting' | 'serving' | 'draining';

/** Where this process is in its life: what readiness answers from. */
@Injectable()
export class ProcessState {
  private current: Phase = 'starting';
  private started = false;

  get phase(): Phase {
    return this.current;
  }

  /** Whether start-up was ever completed; stays true while draining. */
  get hasStarted(): boolean {
    return this.started;
  }

  /** Called once everything listens. Ignored when the process was told to end before it came up. */
  markServing(): void {
    if (this.current !== 'starting') return;
    this.current = 'serving';
    this.started = true;
  }

  startDraining(): void {
    this.current = 'draining';
  }
}
