import type { HistoryRecord } from '../client/history';
import type { Pause } from '../faults/outcome';

/**
 * Requests that a paused process does a second time: sent to it and not answered, then answered by another process before
 * the paused one came back and found them in its buffers.
 */
export class RedoneRequests {
  private readonly open = new Map<number, Pause>();
  private readonly done = new Set<number>();

  constructor(private readonly pauses: readonly Pause[]) {}

  get count(): number {
    return this.done.size;
  }

  add(record: HistoryRecord): void {
    if (record.do === 'sent' && !this.open.has(record.n)) {
      const pause = this.pauses.find(
        ({ place, fromMs, toMs }) => place === record.via && fromMs <= record.at && record.at < toMs,
      );
      if (pause !== undefined) this.open.set(record.n, pause);
    }
    if (record.do === 'answered' && record.status === 201) {
      const pause = this.open.get(record.n);
      if (pause !== undefined && record.at < pause.toMs) this.done.add(record.n);
    }
  }
}
