import { DomainError } from '#lib/kernel';
import { Injectable } from '@nestjs/common';
import type { Subscriber } from 'rxjs';

/** Tells streams that would stay open for long that the process is about to go: they end, and their callers call again elsewhere. */
@Injectable()
export class Drain {
  private readonly controller = new AbortController();

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  begin(): void {
    this.controller.abort();
  }

  /** Ends this stream with `grpc.draining` (UNAVAILABLE) when the process drains. */
  ends(stream: Subscriber<unknown>): void {
    const end = (): void => stream.error(draining());
    if (this.signal.aborted) end();
    this.signal.addEventListener('abort', end);
    stream.add(() => this.signal.removeEventListener('abort', end));
  }
}

/** What a stream ends with: the next call reaches another process, or this one's successor. */
export function draining(): DomainError {
  return new DomainError('overloaded', 'grpc.draining', 'This process is about to stop; call again', {
    retryAfterS: 1,
  });
}
