type Row = Record<string, unknown>;

/** Empty filters are none; several values of one are separated by commas. */
export function queryOf(members: Row): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(members)) {
    if (value === undefined || value === null || value === '') continue;
    query.set(name, wordOf(value));
  }
  return query.toString();
}

function wordOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(wordOf).join(',');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Only what the person has changed is sent: the rest is the server's. */
export function changes(before: Row, after: Row): Row {
  const changed = Object.entries(after).filter(([name, value]) => !isSame(before[name], value));
  return Object.fromEntries(changed);
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}
