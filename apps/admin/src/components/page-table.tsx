import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import type { Key, ReactNode } from 'react';
import { useTranslate } from 'react-admin';
import { EmptyList } from './empty-list';

interface Column<Row> {
  /** The key of its heading's text. */
  readonly label: string;
  readonly cell: (row: Row) => ReactNode;
  readonly isNumber?: boolean;
}

interface PageTableProps<Row> {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => Key;
  readonly columns: readonly Column<Row>[];
  /** Which of the `empty` texts to show for no rows. */
  readonly empty: string;
}

/** A table inside a page: scrolls by itself where the screen is narrow, and can be reached and scrolled by keyboard. */
export function PageTable<Row>({ label, rows, keyOf, columns, empty }: PageTableProps<Row>) {
  const translate = useTranslate();
  if (rows.length === 0) return <EmptyList name={empty} />;
  return (
    <Box sx={{ overflowX: 'auto', '& .MuiTableCell-root': { px: 1 } }} tabIndex={0} role="region" aria-label={label}>
      <Table size="small">
        <TableHead>
          <TableRow>
            {columns.map((column) => (
              <TableCell key={column.label} align={column.isNumber === true ? 'right' : 'left'}>
                {translate(column.label)}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map((row) => (
            <TableRow key={keyOf(row)}>
              {columns.map((column) => (
                <TableCell key={column.label} align={column.isNumber === true ? 'right' : 'left'}>
                  {column.cell(row)}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}
