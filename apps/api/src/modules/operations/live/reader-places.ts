import { DomainError } from '#lib/kernel';

/** Of one process. */
const READERS_LIMIT = 200;
/** Of one merchant, or of one of the staff, in one process. */
const CALLER_LIMIT = 20;
const RETRY_AFTER_S = 5;

/** How many follow the events: none of them takes the places of the others. */
export class ReaderPlaces {
  private readonly taken = new Map<string, number>();
  private total = 0;

  /**
   * Takes a place; answers the way to give it back, which counts once.
   * @throws DomainError `operations.too_many_streams` (429), `operations.too_many_readers` (503)
   */
  take(caller: string): () => void {
    const own = this.taken.get(caller) ?? 0;
    if (own >= CALLER_LIMIT) {
      const message = `You follow the events ${own} times already: close a stream before you open another`;
      throw new DomainError('quota_exceeded', 'operations.too_many_streams', message, { retryAfterS: RETRY_AFTER_S });
    }
    if (this.total >= READERS_LIMIT) {
      const message = 'Too many follow the events here; come again after a while';
      throw new DomainError('overloaded', 'operations.too_many_readers', message, { retryAfterS: RETRY_AFTER_S });
    }
    this.taken.set(caller, own + 1);
    this.total += 1;
    let isTaken = true;
    return () => {
      if (isTaken) this.giveBack(caller);
      isTaken = false;
    };
  }

  private giveBack(caller: string): void {
    const left = (this.taken.get(caller) ?? 1) - 1;
    if (left === 0) this.taken.delete(caller);
    else this.taken.set(caller, left);
    this.total -= 1;
  }
}
