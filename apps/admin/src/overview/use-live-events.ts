import { useEffect, useRef, useState } from 'react';
import { followEvents } from '../api/follow-events';
import { openStream } from '../api/request';

export interface OrderEvent {
  /** `<order id>-<sequence>`. */
  readonly event_id: string;
  readonly order_id: string;
  readonly reference: string;
  readonly code: string;
  readonly recorded_at: string;
}

/** So many are kept to look at. */
const LIMIT = 100;
/** In a rush the page is drawn this often, and not for every event. */
const DRAW_EVERY_MS = 250;

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Follows the live events while the page is open: the newest come first. A session that is over ends it; the page notices by itself. */
export function useLiveEvents(onReset: () => void): { events: readonly OrderEvent[]; isLive: boolean } {
  const [events, setEvents] = useState<readonly OrderEvent[]>([]);
  const [isLive, setLive] = useState(false);
  const reset = useRef(onReset);
  useEffect(() => {
    reset.current = onReset;
  }, [onReset]);
  useEffect(() => {
    const abort = new AbortController();
    let fresh: OrderEvent[] = [];
    const drawing = setInterval(() => {
      if (fresh.length === 0) return;
      const drawn = fresh.reverse();
      fresh = [];
      setEvents((known) => [...drawn, ...known].slice(0, LIMIT));
    }, DRAW_EVERY_MS);
    const follower = {
      onMessage: ({ data }: { data: string }) => void fresh.push(JSON.parse(data) as OrderEvent),
      onReset: () => {
        setEvents([]);
        reset.current();
      },
      onLive: setLive,
    };
    const open = (lastId: string | undefined, signal: AbortSignal) => openStream('/v1/events', lastId, signal);
    followEvents(follower, { open, wait: pause, random: Math.random }, abort.signal).catch(() => setLive(false));
    return () => {
      abort.abort();
      clearInterval(drawing);
    };
  }, []);
  return { events, isLive };
}
