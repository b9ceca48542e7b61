import { INTERVAL_MS, type Admission } from './admission';

/** How often the event loop is asked whether it keeps up. */
const BEAT_MS = 10;

/**
 * Tells the admission how late the event loop's timers are: the time that everything ready waits for its turn. Returns how to end it.
 */
export function watchLoop(admission: Admission): () => void {
  let expectedMs = performance.now() + BEAT_MS;
  let intervalEndsMs = expectedMs + INTERVAL_MS;
  const timer = setInterval(() => {
    const nowMs = performance.now();
    admission.observe('loop', Math.max(0, nowMs - expectedMs));
    expectedMs = nowMs + BEAT_MS;
    if (nowMs < intervalEndsMs) return;
    intervalEndsMs = nowMs + INTERVAL_MS;
    admission.endInterval();
  }, BEAT_MS).unref();
  return () => {
    clearInterval(timer);
  };
}
