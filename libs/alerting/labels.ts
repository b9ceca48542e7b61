/** What a series or an alert is about, such as `{ stage: 'payment' }`. */
export type Labels = Readonly<Record<string, string>>;

/** One condition on a label; a label that is not there counts as empty. */
export interface Matcher {
  readonly name: string;
  readonly is: 'equal' | 'different';
  readonly value: string;
}

/** The same text for the same labels, whatever the order in which they were written. */
export function labelKey(labels: Labels): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Whether all conditions hold. No condition holds for nothing: an empty list would match every alert by mistake. */
export function matches(matchers: readonly Matcher[], labels: Labels): boolean {
  return (
    matchers.length > 0 &&
    matchers.every(({ name, is, value }) => ((labels[name] ?? '') === value) === (is === 'equal'))
  );
}
