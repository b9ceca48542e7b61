/** How a planted fault is brought to light: what is done to the system, and which promise the checker must find broken. */
export interface PlantRun {
  /** The patch is `<name>.patch`. */
  readonly name: string;
  /** Arguments of the run that is suited for it. */
  readonly args: readonly string[];
  /** Caught means: one of these. */
  readonly breaks: readonly string[];
}

const LOAD = ['--scarce', '--rate', '60'];
const UNDISTURBED = [...LOAD, '--poisoned', '0', '--calm', '10'];
const DROPS = [...LOAD, '--topology', 'pair', '--dropped-answers'];

export const PLANT_RUNS: readonly PlantRun[] = [
  {
    name: 'ack-before-commit',
    args: [...LOAD, '--topology', 'pair', '--kills', '4'],
    breaks: ['acknowledged is stored'],
  },
  {
    name: 'keys-not-unique',
    args: [...DROPS, '8'],
    breaks: ['a key is bound once'],
  },
  {
    name: 'effect-without-state-check',
    args: [...DROPS, '64'],
    breaks: ['one capture per paid order'],
  },
  {
    name: 'work-deleted-before-effects',
    args: [...DROPS, '48'],
    breaks: ['no order is stuck'],
  },
  {
    name: 'lost-bisect-half',
    args: [...LOAD, '--poisoned', '200', '--calm', '10'],
    breaks: ['no order is stuck'],
  },
  {
    name: 'stock-unchecked',
    args: UNDISTURBED,
    breaks: ['nothing is oversold'],
  },
  {
    name: 'courier-slots-unchecked',
    args: UNDISTURBED,
    breaks: ['no courier is overbooked'],
  },
  {
    name: 'trip-seats-unchecked',
    args: UNDISTURBED,
    breaks: ['no trip is overbooked'],
  },
  {
    name: 'refund-twice',
    args: UNDISTURBED,
    breaks: ['one refund per cancelled order that was paid'],
  },
  {
    name: 'job-added-before-mark',
    args: [...UNDISTURBED, '--slow-commits'],
    breaks: ['no order is stuck', 'all is at rest 30 s after the last fault'],
  },
  {
    name: 'webhook-cursor-before-messages',
    args: [...LOAD, '--topology', 'pair', '--kills', '8', '--slow-commits'],
    breaks: ['every event is told by webhook'],
  },
  {
    name: 'webhook-stream-sent-at-once',
    args: UNDISTURBED,
    breaks: ['webhooks of an order come in order'],
  },
  {
    name: 'webhook-done-before-answer',
    args: UNDISTURBED,
    breaks: ['every event is told by webhook'],
  },
  {
    name: 'webhook-signed-without-time',
    args: UNDISTURBED,
    breaks: ['a webhook is signed'],
  },
];

/** The same runs on sound code: a checker that cries at everything proves nothing. */
export const CONTROLS: readonly (readonly string[])[] = [
  [...UNDISTURBED, '--slow-commits'],
  [...DROPS, '32', '--kills', '4', '--poisoned', '40'],
];
