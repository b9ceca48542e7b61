const OF_AN_ORDER = /^\/v1\/orders\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\/|$)/;

/** The order that a path is about; undefined for any other path. */
export function orderIdIn(path: string | undefined): string | undefined {
  return path === undefined ? undefined : OF_AN_ORDER.exec(path)?.[1];
}
