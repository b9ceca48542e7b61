import type { Redis } from 'ioredis';
import { Availability } from './availability';
import { answerWithin, NO_ANSWER } from './deadline';
import { run, script } from './script';

/**
 * Claims each key for the token unless another token holds it; answers the positions (from 1) of those. A key that the
 * token holds already counts as claimed, so that a claim whose answer was lost can be made again.
 */
const CLAIM = script(`
local contended = {}
for i = 1, #KEYS do
  if not redis.call('set', KEYS[i], ARGV[1], 'NX', 'PX', ARGV[2]) then
    if redis.call('get', KEYS[i]) ~= ARGV[1] then contended[#contended + 1] = i end
  end
end
return contended`);

/** Each call from Lua has its price, so that all keys are read by one and deleted by another. */
const RELEASE = script(`
local holders = redis.call('mget', unpack(KEYS))
local held = {}
for i = 1, #KEYS do
  if holders[i] == ARGV[1] then held[#held + 1] = KEYS[i] end
end
if #held > 0 then redis.call('del', unpack(held)) end
return #held`);

/** Lua's unpack and Redis's argument list bear more, but one call must not hold up Redis for everybody else. */
const MAX_KEYS = 1_024;
const DEFAULT_TIMEOUT_MS = 20;
const TOLERATED_FAILURES = 3;
const PAUSE_MS = 250;

/** What became of a batch's claim. `contended` holds the keys that somebody else works on. */
export type ClaimOutcome = { readonly contended: ReadonlySet<string> } | 'unavailable';

/**
 * Claims many keys in one round trip, so that two processes do not do the same work at once. It saves work and decides
 * nothing: on `unavailable` (Redis away, slow, or the answer lost) the caller goes on and the unique index decides.
 */
export class KeyClaims {
  private readonly availability = new Availability(TOLERATED_FAILURES, PAUSE_MS, () => performance.now());

  constructor(private readonly redis: Redis) {}

  /** `token` must be random and the caller's own. A claim ends by itself after `ttlMs`. */
  async claimKeys(
    keys: readonly string[],
    token: string,
    ttlMs: number,
    timeoutMs: number = DEFAULT_TIMEOUT_MS,
  ): Promise<ClaimOutcome> {
    if (keys.length > MAX_KEYS)
      throw new RangeError(`${keys.length} keys in one claim, at most ${MAX_KEYS} are allowed`);
    if (keys.length === 0) return { contended: new Set() };
    if (!this.availability.admits()) return 'unavailable';
    // A claim that succeeds after its caller has gone on would block the key for the whole ttl.
    const late = (): void => void this.releaseKeys(keys, token);
    const answer = await answerWithin(run(this.redis, CLAIM, keys.map(claimKey), [token, ttlMs]), timeoutMs, late);
    if (answer === NO_ANSWER) {
      this.availability.failed();
      return 'unavailable';
    }
    this.availability.succeeded();
    return { contended: contendedOf(answer, keys) };
  }

  /** Gives back the keys that the token still holds. Never throws: a claim that cannot be released runs out. */
  async releaseKeys(keys: readonly string[], token: string): Promise<void> {
    if (keys.length === 0 || this.redis.status !== 'ready') return;
    await run(this.redis, RELEASE, keys.map(claimKey), [token]).catch(() => undefined);
  }
}

function claimKey(key: string): string {
  return `claim:${key}`;
}

function contendedOf(answer: unknown, keys: readonly string[]): ReadonlySet<string> {
  const contended = new Set<string>();
  for (const position of answer as readonly number[]) {
    const key = keys[position - 1];
    if (key !== undefined) contended.add(key);
  }
  return contended;
}
