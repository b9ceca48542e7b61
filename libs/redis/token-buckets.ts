import type { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import { Availability } from './availability';
import { answerWithin, NO_ANSWER } from './deadline';
import { run, script } from './script';
import { allowed, refused, type RatePolicy, type RateVerdict } from './token-bucket';
import { sliceSize, TokenSlice, type Draw } from './token-slice';

/**
 * Takes up to `want` whole tokens from the bucket, after putting `returned` ones back. Redis's own clock refills it, so
 * that the processes' clocks need not agree. Answers {granted, left, milliseconds until a whole token}.
 */
const DRAW = script(`
local rate, burst = tonumber(ARGV[1]) / 1000, tonumber(ARGV[2])
local want, returned = tonumber(ARGV[3]), tonumber(ARGV[4])
local time = redis.call('time')
local now = time[1] * 1000 + time[2] / 1000
local state = redis.call('hmget', KEYS[1], 'tokens', 'at')
local tokens = burst
if state[1] then
  tokens = math.min(burst, state[1] + returned + math.max(0, now - state[2]) * rate)
end
local granted = math.min(want, math.floor(tokens))
tokens = tokens - granted
redis.call('hset', KEYS[1], 'tokens', string.format('%.6f', tokens), 'at', string.format('%.3f', now))
redis.call('pexpire', KEYS[1], math.ceil((burst - tokens) / rate) + 1000)
return {granted, math.floor(tokens), math.ceil(math.max(0, 1 - tokens) / rate)}`);

const TIMEOUT_MS = 50;
const TOLERATED_FAILURES = 1;
const PAUSE_MS = 500;
/** Clients that this process remembers; the least recently seen is forgotten first. */
const MAX_BUCKETS = 20_000;

/**
 * Token buckets shared by all processes. Each process draws tokens from Redis in slices and hands them out from memory,
 * so that a busy client's requests wait for no round trip. With Redis away or slow, each process limits by itself.
 */
export class TokenBuckets {
  private readonly slices: LRUCache<string, TokenSlice>;
  private readonly availability: Availability;

  constructor(
    private readonly redis: Redis,
    private readonly nowMs: () => number = () => performance.now(),
    maxBuckets: number = MAX_BUCKETS,
  ) {
    this.slices = new LRUCache({ max: maxBuckets });
    this.availability = new Availability(TOLERATED_FAILURES, PAUSE_MS, nowMs);
  }

  /** Takes one token of the bucket `id`. Synchronous unless the process must draw first, which takes 50 ms at most. */
  tryTake(id: string, policy: RatePolicy): RateVerdict | Promise<RateVerdict> {
    const now = this.nowMs();
    const slice = this.sliceOf(id, policy, now);
    const verdict = this.fromHand(slice, policy, now);
    if (verdict !== undefined) {
      if (verdict.allowed && slice.wantsMore(policy, now) && this.availability.admits()) {
        void this.draw(id, slice, policy);
      }
      return verdict;
    }
    if (slice.pending === undefined && !this.availability.admits()) return slice.local.take(policy, now);
    return this.drawAndTake(id, slice, policy);
  }

  private sliceOf(id: string, policy: RatePolicy, nowMs: number): TokenSlice {
    const known = this.slices.get(id);
    if (known !== undefined) return known;
    const slice = new TokenSlice(policy, nowMs);
    this.slices.set(id, slice);
    return slice;
  }

  /** What can be said without asking Redis. */
  private fromHand(slice: TokenSlice, policy: RatePolicy, nowMs: number): RateVerdict | undefined {
    if (slice.take(nowMs)) return allowed(policy, slice.remaining(policy, nowMs));
    const emptyForMs = slice.emptyForMs(nowMs);
    return emptyForMs > 0 ? refused(policy, emptyForMs) : undefined;
  }

  /** Draws until there is a token for this request or the bucket is empty; each round serves at least one waiter. */
  private async drawAndTake(id: string, slice: TokenSlice, policy: RatePolicy): Promise<RateVerdict> {
    slice.waiting += 1;
    try {
      for (;;) {
        await (slice.pending ?? this.draw(id, slice, policy));
        const now = this.nowMs();
        const verdict = this.fromHand(slice, policy, now);
        if (verdict !== undefined) return verdict;
        if (slice.pending === undefined && !this.availability.admits()) return slice.local.take(policy, now);
      }
    } finally {
      slice.waiting -= 1;
    }
  }

  private draw(id: string, slice: TokenSlice, policy: RatePolicy): Promise<void> {
    slice.pending = this.drawNow(id, slice, policy).finally(() => (slice.pending = undefined));
    return slice.pending;
  }

  private async drawNow(id: string, slice: TokenSlice, policy: RatePolicy): Promise<void> {
    const want = Math.min(policy.burst, sliceSize(policy) + slice.waiting);
    const returned = slice.giveBack(this.nowMs());
    const args = [policy.ratePerS, policy.burst, want, returned];
    const answer = await answerWithin(run(this.redis, DRAW, [`bucket:${id}`], args), TIMEOUT_MS);
    if (answer === NO_ANSWER) {
      this.availability.failed();
      return;
    }
    this.availability.succeeded();
    slice.receive(drawOf(answer), this.nowMs());
  }
}

function drawOf(answer: unknown): Draw {
  const [granted = 0, shared = 0, waitMs = 0] = answer as readonly number[];
  return { granted, shared, waitMs };
}
