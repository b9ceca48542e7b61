/** A filter of a list that somebody keeps under a name, for themselves alone. */
export interface SavedView {
  readonly id: string;
  readonly resource: string;
  readonly name: string;
  readonly filter: Readonly<Record<string, unknown>>;
}

/** What a filter says: members that are empty say nothing. */
export function saidBy(filter: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const said = Object.entries(filter).filter(
    ([, value]) =>
      value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(said.sort(([one], [other]) => one.localeCompare(other)));
}

export function isSameFilter(
  one: Readonly<Record<string, unknown>>,
  other: Readonly<Record<string, unknown>>,
): boolean {
  return JSON.stringify(saidBy(one)) === JSON.stringify(saidBy(other));
}
