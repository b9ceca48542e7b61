import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { useTranslate } from 'react-admin';
import type { Change } from './settings-schema';

/** Each change as it is and as it will be. */
export function ChangeTable({ changes }: { readonly changes: readonly Change[] }) {
  const translate = useTranslate();
  return (
    <Table size="small" aria-label={translate('settings.diff')}>
      <TableHead>
        <TableRow>
          {['setting', 'before', 'after'].map((name) => (
            <TableCell key={name}>{translate(`settings.${name}`)}</TableCell>
          ))}
        </TableRow>
      </TableHead>
      <TableBody>
        {changes.map(({ group, name, before, after }) => (
          <TableRow key={`${group}.${name}`}>
            <TableCell component="th">
              {group}.{name}
            </TableCell>
            <TableCell>
              <del>{String(before ?? '–')}</del>
            </TableCell>
            <TableCell>
              <strong>{String(after ?? '–')}</strong>
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
