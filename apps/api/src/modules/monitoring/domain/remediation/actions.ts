import type { ParamBounds, Params } from './parameters';

/** What is looked at before an action and after it. */
export type Facts = Readonly<Record<string, string | number | boolean | null>>;

export const ACTION_NAMES = [
  'restart_child',
  'open_breaker',
  'close_breaker',
  'pause_stage',
  'resume_stage',
  'redispatch_stuck',
  'retry_dead_letters',
  'roll_back_settings',
] as const;
export type ActionName = (typeof ACTION_NAMES)[number];

/** One thing that may be done without a person, as data. */
export interface Action {
  readonly does: string;
  readonly params: ParamBounds;
  /** The parameters that say what it is done to. */
  readonly target: readonly string[];
  readonly expects: string;
  readonly verifiedBy: string;
  readonly verifyAfterS: number;
  /** So many runs within so many seconds, in the whole fleet. */
  readonly limit: { readonly runs: number; readonly perS: number };
  /** Whether the facts show that it did what it is for. */
  readonly helped: (before: Facts, after: Facts, params: Params) => boolean;
}

const HOUR_S = 3600;
const stage = {
  kind: 'choice',
  about: 'A stage of the pipeline',
  of: ['payment', 'fulfilment', 'dispatch', 'expiry'],
} as const;
const endpoint = { kind: 'name', about: 'The id of a webhook endpoint', maxLength: 36 } as const;

/** Fewer than before, or none that there could be fewer of. */
const fewer = (name: string) => (before: Facts, after: Facts) => {
  const [was, is] = [Number(before[name] ?? 0), Number(after[name] ?? 0)];
  return is < was || is === 0;
};

/** Everything that may be done; what is not here is done by nobody. */
export const ACTIONS: Readonly<Record<ActionName, Action>> = {
  restart_child: {
    does: 'Replaces a process: the next one is ready before the former one drains, and no request fails',
    params: { instance: { kind: 'name', about: 'The label `instance` of an alert: host:port/place', maxLength: 300 } },
    target: ['instance'],
    expects: 'Another process reports itself at the instance',
    verifiedBy: 'The process of the instance has another name, and is up',
    verifyAfterS: 20,
    limit: { runs: 6, perS: HOUR_S },
    helped: (before, after) => after['up'] === true && after['process'] !== before['process'],
  },
  open_breaker: {
    does: 'Leaves a webhook endpoint alone for a while; its messages wait, and none is lost',
    params: {
      endpoint_id: endpoint,
      minutes: { kind: 'integer', about: 'For how long', min: 1, max: 1440, default: 10 },
    },
    target: ['endpoint_id'],
    expects: 'Nothing is sent to the endpoint',
    verifiedBy: 'The breaker of the endpoint is open',
    verifyAfterS: 2,
    limit: { runs: 60, perS: HOUR_S },
    helped: (_before, after) => after['breaker'] === 'open',
  },
  close_breaker: {
    does: 'Sends to a webhook endpoint again at once, as if it had never failed',
    params: { endpoint_id: endpoint },
    target: ['endpoint_id'],
    expects: 'The endpoint takes its messages',
    verifiedBy: 'Its breaker is still closed ten seconds later',
    verifyAfterS: 10,
    limit: { runs: 60, perS: HOUR_S },
    helped: (_before, after) => after['breaker'] === 'closed',
  },
  pause_stage: {
    does: 'Lets a stage stand still in every process; orders are taken as ever, and wait',
    params: { stage },
    target: ['stage'],
    expects: 'No batch of the stage begins',
    verifiedBy: 'The stage is paused in PostgreSQL, which every claim of work asks',
    verifyAfterS: 1,
    limit: { runs: 30, perS: HOUR_S },
    helped: (_before, after) => after['paused'] === true,
  },
  resume_stage: {
    does: 'Lets a stage go on; what has waited is due at once',
    params: { stage },
    target: ['stage'],
    expects: 'Work of the stage gets done',
    verifiedBy: 'The stage is not paused, and its oldest work is younger than before or gone',
    verifyAfterS: 15,
    limit: { runs: 30, perS: HOUR_S },
    helped: (before, after) => after['paused'] === false && fewer('oldest_due_s')(before, after),
  },
  redispatch_stuck: {
    does: 'Sends work that is past its deadline again, at once and under its next epoch',
    params: {
      stage,
      older_than_s: {
        kind: 'integer',
        about: 'Work that has been due for longer is stuck',
        min: 5,
        max: 86_400,
        default: 15,
      },
    },
    target: ['stage'],
    expects: 'There is less work past its deadline',
    verifiedBy: 'Fewer rows of the stage have been due for that long',
    verifyAfterS: 10,
    limit: { runs: 12, perS: HOUR_S },
    helped: fewer('stuck_rows'),
  },
  retry_dead_letters: {
    does: 'Gives the oldest dead letters of a stage back to it, as fresh work',
    params: {
      stage,
      orders: { kind: 'integer', about: 'How many at the most', min: 1, max: 256, default: 64 },
    },
    target: ['stage'],
    expects: 'Their cause is mended, and they move on',
    verifiedBy: 'The stage has fewer dead letters, fifteen seconds later',
    verifyAfterS: 15,
    limit: { runs: 6, perS: HOUR_S },
    helped: fewer('dead_letters'),
  },
  roll_back_settings: {
    does: 'Puts an earlier version of the settings in force again, as one more version',
    params: { to_version: { kind: 'integer', about: 'The version whose values shall hold', min: 1, max: 2 ** 31 - 1 } },
    target: [],
    expects: 'The values of that version hold in every process within a second',
    verifiedBy: 'The newest version has the values of the one that was asked for',
    verifyAfterS: 2,
    limit: { runs: 6, perS: HOUR_S },
    helped: (_before, after) => after['holds'] === true,
  },
};
