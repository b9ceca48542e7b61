import { draining } from './drain';
import type { DuplexCall } from './calls';

export interface PacedStreamOptions<Request, Response> {
  /** Requests of this stream that may be under way at once; the next one is read when there is room. */
  readonly underWay: number;
  /** Aborted when the process drains: what is under way is still answered. */
  readonly drain: AbortSignal;
  /** Must not reject. */
  readonly answer: (request: Request) => Promise<Response>;
}

/**
 * Answers each request of a stream as soon as it is done. Reading stops while as many are under way as may be, and an answer is
 * under way until it is written: a caller who sends much or reads slowly holds back itself, by HTTP/2's own flow control. Resolves when
 * the call has ended, whoever ended it; rejects with `grpc.draining` when it is to be ended because the process drains.
 */
export function runPaced<Request, Response>(
  call: DuplexCall<Request, Response>,
  { underWay, drain, answer }: PacedStreamOptions<Request, Response>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let running = 0;
    let state: 'reading' | 'ending' | 'draining' | 'over' = 'reading';
    const settle = (): void => {
      if (running > 0 || state === 'reading' || state === 'over') return;
      if (state === 'ending') call.end();
      else reject(draining());
      over();
    };
    const over = (): void => {
      state = 'over';
      drain.removeEventListener('abort', stopReading);
      resolve();
    };
    const stopReading = (): void => {
      call.pause();
      if (state === 'reading') state = 'draining';
      settle();
    };
    const run = async (request: Request): Promise<void> => {
      const response = await answer(request);
      if (state === 'over' || call.write(response)) return;
      await new Promise<void>((written) => {
        call.once('drain', written);
        call.once('cancelled', written);
      });
    };
    call.on('data', (request: Request) => {
      running += 1;
      if (running >= underWay) call.pause();
      void run(request).finally(() => {
        running -= 1;
        if (state === 'reading' || state === 'ending') call.resume();
        settle();
      });
    });
    call.once('end', () => {
      if (state === 'reading') state = 'ending';
      settle();
    });
    call.once('cancelled', over);
    call.once('error', over);
    if (drain.aborted) stopReading();
    else drain.addEventListener('abort', stopReading);
  });
}
