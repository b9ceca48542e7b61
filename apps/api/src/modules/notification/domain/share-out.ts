/** An endpoint that has something due. */
export interface ReadyEndpoint {
  readonly endpointId: string;
  readonly isTroubled: boolean;
}

/** How many messages may be claimed for an endpoint. */
export interface Room {
  readonly endpointId: string;
  readonly room: number;
}

export interface Slots {
  /** Free places of this process. */
  readonly free: number;
  /** How many of them endpoints may have that have lately failed. */
  readonly forTroubled: number;
  /** Places of one endpoint. */
  readonly perEndpoint: number;
  /** From 0 to below 1: with whom of those in trouble to begin. */
  readonly random: number;
}

/** Of the free places at most this part goes to endpoints in trouble while others have something due. */
const TROUBLED_SHARE = 1 / 4;

/**
 * Shares free places out over the endpoints in their order: first one each, then evenly, so that the backlog of one starves
 * nobody. Those in trouble have one place each, and all of them a part of the places: however many there are and however long they
 * let us wait, the rest is for those that answer.
 */
export function shareOut(ready: readonly ReadyEndpoint[], slots: Slots): { healthy: Room[]; troubled: Room[] } {
  const free = Math.max(0, slots.free);
  const healthy = ready.filter((endpoint) => !endpoint.isTroubled);
  const most = healthy.length === 0 ? free : Math.ceil(free * TROUBLED_SHARE);
  const troubled = rotated(
    ready.filter((endpoint) => endpoint.isTroubled),
    slots.random,
  )
    .slice(0, Math.max(0, Math.min(slots.forTroubled, most)))
    .map(({ endpointId }) => ({ endpointId, room: 1 }));
  const left = free - troubled.length;
  const served = healthy.slice(0, left);
  const [even, extra] = [Math.floor(left / served.length), left % served.length];
  return {
    healthy: served.map(({ endpointId }, index) => ({
      endpointId,
      room: Math.min(slots.perEndpoint, even + (index < extra ? 1 : 0)),
    })),
    troubled,
  };
}

function rotated<T>(items: readonly T[], random: number): T[] {
  const start = Math.floor(random * items.length);
  return [...items.slice(start), ...items.slice(0, start)];
}
