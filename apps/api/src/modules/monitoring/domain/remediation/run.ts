import type { ActionName, Action, Facts } from './actions';
import type { Params } from './parameters';

/**
 * A run, from its beginning to what came of it.
 *
 * ```
 * (asked) ──dry run──► planned
 *    │
 *    └──► verifying ──the facts show it──► effective
 *             ├──────they do not──────────► ineffective ──twice in a row──► a person is called
 *             └──────it could not be done─► failed ────────(counts as one)──┘
 * ```
 */
export const RUN_STATES = ['planned', 'verifying', 'effective', 'ineffective', 'failed'] as const;
export type RunState = (typeof RUN_STATES)[number];

export interface Run {
  readonly id: string;
  readonly action: ActionName;
  readonly params: Params;
  readonly target: string;
  /** `client:<id>`, or `system:remediation` where a rule asked. */
  readonly requestedBy: string;
  /** The rule that asked; null where a person did. */
  readonly rule: string | null;
  readonly reason: string;
  readonly state: RunState;
  readonly before: Facts;
  readonly after: Facts | null;
  readonly error: string | null;
  readonly startedAt: Date;
  readonly verifyAt: Date;
  readonly finishedAt: Date | null;
}

/** What is known of a run when the next one is decided on. */
export type PastRun = Pick<Run, 'target' | 'rule' | 'state' | 'startedAt'>;

export type Verdict =
  | { readonly kind: 'go' }
  | { readonly kind: 'limited'; readonly retryAfterS: number }
  /** The same is being done to the same. */
  | { readonly kind: 'under_way' }
  /** It did not help twice: a rule leaves it to a person. */
  | { readonly kind: 'escalated' };

/** After so many runs in a row without effect a person is called. */
export const RUNS_BEFORE_A_PERSON = 2;

/** How long what happened counts: by then it is another night. */
export const MEMORY_S = 3600;

const isWithoutEffect = ({ state }: Pick<PastRun, 'state'>): boolean => state === 'ineffective' || state === 'failed';

/** Whether an action may be run now. `past`: its runs of the last hour, in any order; `byRule`: nobody has asked but a rule. */
export function decide(
  { limit }: Pick<Action, 'limit'>,
  past: readonly PastRun[],
  asked: { readonly target: string; readonly byRule: boolean; readonly nowMs: number },
): Verdict {
  const { target, byRule, nowMs } = asked;
  const done = past.filter(({ state }) => state !== 'planned');
  if (done.some((run) => run.target === target && run.state === 'verifying')) return { kind: 'under_way' };
  if (byRule && runsWithoutEffect(done, target) >= RUNS_BEFORE_A_PERSON) return { kind: 'escalated' };
  const windowMs = limit.perS * 1000;
  const recent = done.map(({ startedAt }) => startedAt.getTime()).filter((ms) => ms > nowMs - windowMs);
  if (recent.length < limit.runs) return { kind: 'go' };
  const freeAtMs = Math.max(...recent.sort((a, b) => b - a).slice(limit.runs - 1, limit.runs)) + windowMs;
  return { kind: 'limited', retryAfterS: Math.max(1, Math.ceil((freeAtMs - nowMs) / 1000)) };
}

/** How many of the newest runs on this target came to nothing, one after the other. */
export function runsWithoutEffect(past: readonly PastRun[], target: string): number {
  const finished = past
    .filter((run) => run.target === target && run.state !== 'planned' && run.state !== 'verifying')
    .sort((a, b) => b.startedAt.getTime() - a.startedAt.getTime());
  const firstThatHelped = finished.findIndex((run) => !isWithoutEffect(run));
  return firstThatHelped === -1 ? finished.length : firstThatHelped;
}

/** What a run has become, once its effect was looked for. */
export function judge(
  action: Pick<Action, 'helped'>,
  run: Pick<Run, 'before' | 'params'>,
  after: Facts,
): 'effective' | 'ineffective' {
  return action.helped(run.before, after, run.params) ? 'effective' : 'ineffective';
}
