/** `condemned`: hung or out of time; it gets no connection any more and SIGKILL is on its way. */
export type ChildState = 'starting' | 'ready' | 'draining' | 'condemned';

/** One process. Its `place` (0 … n-1) outlives it: whoever follows has the same place and the same roles. */
export interface Child {
  readonly id: number;
  readonly place: number;
  readonly state: ChildState;
  readonly sinceMs: number;
}

export type FleetEvent =
  /** `starvedMs`: for how long each child, by id, got no processor since the last tick although it wanted one. */
  | { readonly kind: 'tick'; readonly starvedMs?: ReadonlyMap<number, number> }
  | { readonly kind: 'heard' | 'ready'; readonly child: number }
  /** `hopeless`: it said that its configuration is at fault. */
  | { readonly kind: 'exited'; readonly child: number; readonly hopeless?: boolean }
  /** Replace every child that runs now, one by one. */
  | { readonly kind: 'reload' }
  /** Replace the child at this place, as a rolling restart does. */
  | { readonly kind: 'restart'; readonly place: number }
  | { readonly kind: 'stop' };

export type KillReason = 'hung' | 'start took too long' | 'stop took too long' | 'stopped while starting';

export type FleetAction =
  | { readonly kind: 'spawn'; readonly child: number; readonly place: number }
  /** Let traffic in. */
  | { readonly kind: 'admit'; readonly child: number }
  /** Tell it to accept nothing more, to drain and to exit. */
  | { readonly kind: 'retire'; readonly child: number; readonly rolling: boolean }
  | { readonly kind: 'kill'; readonly child: number; readonly reason: KillReason }
  /** Tell the others that it is dead. */
  | { readonly kind: 'mourn'; readonly child: number }
  | { readonly kind: 'wait'; readonly place: number; readonly failures: number; readonly delayMs: number }
  | { readonly kind: 'reloaded'; readonly complete: boolean }
  /** After `stop`: nobody is left. After a hopeless start: so too, and `clean` is false. */
  | { readonly kind: 'ended'; readonly clean: boolean };

export interface FleetOptions {
  readonly places: number;
  /** Of the child at a place. */
  readonly rolesOf: (place: number) => readonly string[];
  readonly heartbeatMs: number;
  /** Children that may start at the same time while nobody serves: the first is ready the sooner, the less it must share processors. */
  readonly startsAtOnce: number;
}
