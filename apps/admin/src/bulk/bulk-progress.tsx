import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import DialogContentText from '@mui/material/DialogContentText';
import LinearProgress from '@mui/material/LinearProgress';
import List from '@mui/material/List';
import ListItem from '@mui/material/ListItem';
import ListItemText from '@mui/material/ListItemText';
import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'react-admin';
import { ApiError } from '../api/problem';
import { type BulkAction, readBulkAction, readRefused, type RefusedOrder } from './bulk-action';

interface BulkProgressProps {
  readonly started: BulkAction;
  /** What people call an order, where it is known. */
  readonly nameOf: (orderId: string) => string | undefined;
}

const LOOK_EVERY_MS = 500;

/** How far a bulk action is, and in the end every order that was refused, with its reason. */
export function BulkProgress({ started, nameOf }: BulkProgressProps) {
  const translate = useTranslate();
  const { data: action } = useQuery({
    queryKey: ['bulk-actions', started.id],
    queryFn: () => readBulkAction(started.id),
    initialData: started,
    refetchInterval: ({ state }) => (state.data?.status === 'finished' ? false : LOOK_EVERY_MS),
  });
  const isOver = action.status === 'finished';
  const refused = useQuery({
    queryKey: ['bulk-actions', started.id, 'refused'],
    queryFn: () => readRefused(started.id),
    enabled: isOver && action.refused > 0,
  });
  const settled = action.done + action.refused;
  if (!isOver) {
    const told = translate('bulk.under_way', { settled, total: action.total });
    return (
      <Box>
        <DialogContentText>{told}</DialogContentText>
        <LinearProgress
          variant="determinate"
          value={(100 * settled) / Math.max(1, action.total)}
          aria-label={told}
          sx={{ my: 2 }}
        />
        <DialogContentText variant="body2">{translate('bulk.close_anyway')}</DialogContentText>
      </Box>
    );
  }
  return (
    <>
      <DialogContentText role="status">
        {translate('bulk.results', { done: action.done, refused: action.refused })}
      </DialogContentText>
      {refused.error === null ? null : <Alert severity="error">{refused.error.message}</Alert>}
      <Refused rows={refused.data ?? []} count={action.refused} nameOf={nameOf} />
    </>
  );
}

function Refused({
  rows,
  count,
  nameOf,
}: {
  readonly rows: readonly RefusedOrder[];
  readonly count: number;
  readonly nameOf: BulkProgressProps['nameOf'];
}) {
  const translate = useTranslate();
  if (rows.length === 0) return null;
  return (
    <>
      <List dense aria-label={translate('bulk.refused')}>
        {rows.map(({ order_id: id, problem }) => (
          <ListItem key={id} disableGutters>
            <ListItemText
              primary={nameOf(id) ?? id}
              secondary={new ApiError(problem).message}
              sx={{ overflowWrap: 'anywhere' }}
            />
          </ListItem>
        ))}
      </List>
      {count > rows.length ? (
        <DialogContentText>{translate('bulk.more', { count: count - rows.length })}</DialogContentText>
      ) : null}
    </>
  );
}
