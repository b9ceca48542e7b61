import type { StagePause } from '#lib/database';
import { text } from '#lib/http';
import { z } from 'zod';
import { ACTION_NAMES, ACTIONS, type ActionName } from '../domain/remediation/actions';
import type { ParamBound } from '../domain/remediation/parameters';
import { type AutomaticSettings, REMEDIES } from '../domain/remediation/remedies';
import { type Run, RUN_STATES } from '../domain/remediation/run';

const facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
const params = z.record(z.string().max(64), z.union([z.string().max(300), z.number()]));

const ParamView = z.object({
  name: z.string(),
  kind: z.enum(['choice', 'integer', 'name']),
  about: z.string(),
  of: z.array(z.string()).nullable(),
  min: z.number().nullable(),
  max: z.number().nullable().describe('Of a name, the number of its characters'),
  default: z.number().nullable(),
});

const ActionView = z.object({
  name: z.enum(ACTION_NAMES),
  does: z.string(),
  params: z.array(ParamView),
  expects: z.string(),
  verified_by: z.string(),
  verify_after_s: z.int(),
  limit: z.object({ runs: z.int(), per_s: z.int() }),
});

export const RunView = z.object({
  id: z.uuid(),
  action: z.enum(ACTION_NAMES),
  params,
  requested_by: z.string(),
  rule: z.string().nullable().describe('The rule that asked; null where a person did'),
  reason: z.string(),
  state: z.enum(RUN_STATES).describe('`planned` is a dry run; `verifying` until `verify_at`'),
  before: facts,
  after: facts.nullable(),
  error: z.string().nullable(),
  started_at: z.iso.datetime(),
  verify_at: z.iso.datetime(),
  finished_at: z.iso.datetime().nullable(),
});

export const RemediationsView = z.object({
  actions: z.array(ActionView),
  automatic: z.array(
    z.object({
      rule: z.string(),
      action: z.enum(ACTION_NAMES),
      setting: z.string(),
      on: z.boolean(),
    }),
  ),
  paused_stages: z.array(
    z.object({ stage: z.string(), paused_at: z.iso.datetime(), paused_by: z.string(), reason: z.string() }),
  ),
  recent: z.array(RunView).describe('The newest runs; all of them are under /v1/remediations/runs'),
});

export const RunBody = z.strictObject({
  params: params.default({}),
  dry_run: z.boolean().default(false).describe('Looks and writes down what is there; does nothing'),
  reason: text(1, 500),
});

function toActionView(name: ActionName): z.input<typeof ActionView> {
  const { does, params: bounds, expects, verifiedBy, verifyAfterS, limit } = ACTIONS[name];
  return {
    name,
    does,
    params: Object.entries(bounds).map(([param, bound]) => ({ name: param, ...toBoundView(bound) })),
    expects,
    verified_by: verifiedBy,
    verify_after_s: verifyAfterS,
    limit: { runs: limit.runs, per_s: limit.perS },
  };
}

function toBoundView(bound: ParamBound): Omit<z.input<typeof ParamView>, 'name'> {
  const { kind, about } = bound;
  const view = { kind, about, of: null, min: null, max: null, default: null };
  switch (bound.kind) {
    case 'choice':
      return { ...view, of: [...bound.of] };
    case 'integer':
      return { ...view, min: bound.min, max: bound.max, default: bound.default ?? null };
    case 'name':
      return { ...view, max: bound.maxLength };
  }
}

export function toRunView(run: Run): z.input<typeof RunView> {
  return {
    id: run.id,
    action: run.action,
    params: { ...run.params },
    requested_by: run.requestedBy,
    rule: run.rule,
    reason: run.reason,
    state: run.state,
    before: { ...run.before },
    after: run.after && { ...run.after },
    error: run.error,
    started_at: run.startedAt.toISOString(),
    verify_at: run.verifyAt.toISOString(),
    finished_at: run.finishedAt?.toISOString() ?? null,
  };
}

export function toRemediationsView(
  automatic: AutomaticSettings,
  pauses: readonly StagePause[],
  recent: readonly Run[],
): z.input<typeof RemediationsView> {
  return {
    actions: ACTION_NAMES.map(toActionView),
    automatic: REMEDIES.map(({ rule, action, setting }) => ({
      rule,
      action,
      setting: `remediation.${setting.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`,
      on: automatic[setting],
    })),
    paused_stages: pauses.map(({ stage, pausedAt, pausedBy, reason }) => ({
      stage,
      paused_at: pausedAt.toISOString(),
      paused_by: pausedBy,
      reason,
    })),
    recent: recent.map(toRunView),
  };
}
