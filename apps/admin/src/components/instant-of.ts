/** The API takes instants, the browser's control gives local time. */
export function instantOf(local: string): string {
  return local === '' ? '' : new Date(local).toISOString();
}
