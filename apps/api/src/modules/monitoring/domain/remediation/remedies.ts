import type { Labels } from '#lib/alerting';
import type { ActionName } from './actions';
import type { Params } from './parameters';

/** Which rules may ask by themselves, each with a setting of its own. */
export interface AutomaticSettings {
  readonly queueNotDraining: boolean;
  readonly stageAge: boolean;
  readonly deadLetters: boolean;
  readonly eventLoop: boolean;
  readonly oldSpace: boolean;
}

/** What a rule asks for when it fires, as data. */
export interface Remedy {
  readonly rule: string;
  readonly action: ActionName;
  readonly setting: keyof AutomaticSettings;
  /** The parameters, from the labels of the alert; undefined where they do not say enough. */
  readonly paramsOf: (labels: Labels) => Params | undefined;
}

const fromLabel =
  (label: string) =>
  (labels: Labels): Params | undefined => {
    const value = labels[label];
    return value === undefined ? undefined : { [label]: value };
  };

/** Rules without an entry are for people. */
export const REMEDIES: readonly Remedy[] = [
  {
    rule: 'queue not draining',
    action: 'redispatch_stuck',
    setting: 'queueNotDraining',
    paramsOf: fromLabel('stage'),
  },
  { rule: 'stage age', action: 'redispatch_stuck', setting: 'stageAge', paramsOf: fromLabel('stage') },
  { rule: 'dead letters', action: 'retry_dead_letters', setting: 'deadLetters', paramsOf: fromLabel('stage') },
  { rule: 'event loop', action: 'restart_child', setting: 'eventLoop', paramsOf: fromLabel('instance') },
  { rule: 'old space', action: 'restart_child', setting: 'oldSpace', paramsOf: fromLabel('instance') },
];

/** What the alerts that fire ask for, as far as the settings let them. What people have silenced is left alone. */
export function asked(
  alerts: readonly {
    readonly rule: string;
    readonly state: string;
    readonly labels: Labels;
    readonly hiddenBy: string | null;
  }[],
  settings: AutomaticSettings,
): { readonly remedy: Remedy; readonly params: Params }[] {
  return alerts.flatMap(({ rule, state, labels, hiddenBy }) => {
    const remedy = REMEDIES.find((known) => known.rule === rule);
    if (remedy === undefined || state !== 'firing' || hiddenBy !== null || !settings[remedy.setting]) return [];
    const params = remedy.paramsOf(labels);
    return params === undefined ? [] : [{ remedy, params }];
  });
}
