import Skeleton from '@mui/material/Skeleton';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ComponentProps } from 'react';
import { ReadFailure } from '../layout/read-state';
import type { CursorPage } from '../providers/cursor-memory';
import { PageTable } from './page-table';

type ReadTableProps<Row> = Omit<ComponentProps<typeof PageTable<Row>>, 'rows'> & {
  readonly of: UseQueryResult<CursorPage<Row>>;
  /** Which of the rows are shown; all, unless said. */
  readonly only?: (row: Row) => boolean;
};

/** A table of what was read: that there is nothing is said only when that is known. */
export function ReadTable<Row>({ of, only = () => true, ...table }: ReadTableProps<Row>) {
  return (
    <>
      <ReadFailure of={[of]} />
      {of.data === undefined ? (
        of.error === null && <Skeleton variant="rounded" height={80} />
      ) : (
        <PageTable {...table} rows={of.data.data.filter(only)} />
      )}
    </>
  );
}
