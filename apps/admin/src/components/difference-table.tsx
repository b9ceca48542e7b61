import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { useTranslate } from 'react-admin';
import { differences, readable } from './differences';

interface DifferenceTableProps {
  readonly before: unknown;
  readonly after: unknown;
  /** The keys of the headings of both sides. */
  readonly headings: readonly [before: string, after: string];
}

/** Two states of a record side by side: only what differs. */
export function DifferenceTable({ before, after, headings }: DifferenceTableProps) {
  const translate = useTranslate();
  return (
    <Box sx={{ overflowX: 'auto' }} tabIndex={0} role="region" aria-label={translate(headings[1])}>
      <Table size="small">
        <TableHead>
          <TableRow>
            {['stale.member', ...headings].map((column) => (
              <TableCell key={column}>{translate(column)}</TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {differences(before, after).map((difference) => (
            <TableRow key={difference.name}>
              <TableCell component="th">{difference.name}</TableCell>
              <TableCell sx={{ overflowWrap: 'anywhere' }}>{readable(difference.before)}</TableCell>
              <TableCell sx={{ overflowWrap: 'anywhere', fontWeight: 600 }}>{readable(difference.after)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}
