import { CLOCK, type Clock, type Context, DomainError } from '#lib/kernel';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Label } from '../label/label';
import { startLabelThread } from '../label/label-thread';
import type { LabelRequest } from '../label/label-worker';
import { type Refusal, ThreadPool } from '../label/thread-pool';

const MAX_THREADS = 2;
/** At 15 to 50 ms a label, what waits is drawn long before its deadline. */
const QUEUE_LIMIT = 64;
const DEADLINE_MS = 3_000;
/** The first label of a thread loads fonts and libraries; on a machine that is busy that may take longer than a client waits. */
const HUNG_MS = 20_000;
const IDLE_MS = 60_000;

/**
 * Draws labels when they are asked for: they are cheap to make and would be dear to keep. Drawing takes 15 to 50 ms of a
 * core, so it happens on threads of its own; there are none until the first label, nor after a minute without one.
 */
@Injectable()
export class RenderLabel implements OnApplicationShutdown {
  private readonly pool = new ThreadPool<LabelRequest, Uint8Array>({
    start: startLabelThread,
    maxThreads: MAX_THREADS,
    queueLimit: QUEUE_LIMIT,
    deadlineMs: DEADLINE_MS,
    hungMs: HUNG_MS,
    idleMs: IDLE_MS,
    refuse,
  });

  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  /** A PDF of one page. @throws DomainError `waybill.labels_busy`, `waybill.label_late` (overloaded) */
  async execute(_ctx: Context, label: Label): Promise<Buffer> {
    const pdf = await this.pool.run({ label, createdAt: this.clock.now() });
    return Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  }

  onApplicationShutdown(): Promise<void> {
    return this.pool.close();
  }
}

function refuse(why: Refusal): DomainError {
  const [code, message] =
    why === 'late'
      ? ['waybill.label_late', `The label was not drawn within ${DEADLINE_MS / 1000} s; ask again`]
      : ['waybill.labels_busy', 'Too many labels are asked for at once; ask again'];
  return new DomainError('overloaded', code, message, { retryAfterS: 1 });
}
