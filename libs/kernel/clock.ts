/** The time, injected so that domain logic and tests decide what now is. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** Injection token for the clock. */
export const CLOCK = Symbol('Clock');
