import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { RaRecord } from 'react-admin';
import { readAll } from '../network/read-all';
import { pathOf } from '../providers/resource-paths';

const MOST = 5000;
const FRESH_MS = 30_000;

/** All records of a resource of which there are not very many, to choose from. */
export function useAllRecords(resource: string): UseQueryResult<readonly RaRecord[]> {
  return useQuery({
    queryKey: [resource, 'all'],
    queryFn: ({ signal }) => readAll<RaRecord>(pathOf(resource).path, MOST, signal),
    staleTime: FRESH_MS,
    retry: false,
  });
}
