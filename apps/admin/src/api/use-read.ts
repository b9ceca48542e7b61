import { useEffect } from 'react';
import { useLogoutIfAccessDenied } from 'react-admin';
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { ApiError } from './problem';
import { read } from './request';

interface ReadOptions {
  /** Read again after so many milliseconds, while the page is looked at. */
  readonly everyMs?: number | false;
  /** What is not there (404) is `null` instead of a failure. */
  readonly mayBeMissing?: boolean;
  readonly enabled?: boolean;
}

/**
 * Reads an address of the API for a page that is no plain list or record. Its key begins with the path's second part.
 * A session that has ended leads to the log-in, and from there back to the page.
 */
export function useRead<Body>(path: string, options: ReadOptions = {}): UseQueryResult<Body> {
  const logOutIfOver = useLogoutIfAccessDenied();
  const found = useQuery<Body>({
    queryKey: [path.split('/')[2], 'read', path],
    queryFn: async ({ signal }) => {
      try {
        return await read<Body>(path, signal);
      } catch (error) {
        if (options.mayBeMissing === true && error instanceof ApiError && error.status === 404) return null as Body;
        throw error;
      }
    },
    refetchInterval: options.everyMs,
    placeholderData: keepPreviousData,
    retry: false,
    enabled: options.enabled,
  });
  const { error } = found;
  useEffect(() => {
    if (error instanceof ApiError && error.status === 401) void logOutIfOver(error);
  }, [error, logOutIfOver]);
  return found;
}
