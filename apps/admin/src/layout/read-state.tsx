import { Loading } from 'react-admin';
import { PageFailure } from './page-failure';

interface Reading {
  readonly error: Error | null;
  readonly refetch: () => unknown;
}

interface ReadStateProps {
  /** All that the page needs. */
  readonly of: readonly Reading[];
}

function failureOf(readings: readonly Reading[]) {
  const failed = readings.find(({ error }) => error !== null);
  if (failed?.error === undefined || failed.error === null) return null;
  const retry = () => {
    for (const reading of readings) void reading.refetch();
  };
  return <PageFailure error={failed.error} onRetry={retry} />;
}

/** In place of a page that has not been read yet. */
export function Unread({ of }: ReadStateProps) {
  return failureOf(of) ?? <Loading />;
}

/** Above a page that could not be read again: what was read before stays in sight, with all that a person has begun on it. */
export function ReadFailure({ of }: ReadStateProps) {
  return failureOf(of);
}
