import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogContentText from '@mui/material/DialogContentText';
import DialogTitle from '@mui/material/DialogTitle';
import List from '@mui/material/List';
import ListItem from '@mui/material/ListItem';
import ListItemText from '@mui/material/ListItemText';
import { useId, useRef, useState } from 'react';
import { useTranslate } from 'react-admin';
import { CommandDialog } from '../components/command-dialog';
import { CourierChoice } from './courier-choice';
import { readAll } from '../network/read-all';
import { moveAll, type MoveResult } from './reassign';
import type { ZoneCourier } from './zone-dispatch';

interface MoveAllDialogProps {
  readonly from: ZoneCourier;
  readonly couriers: readonly ZoneCourier[];
  readonly onClose: () => void;
}

/** More than anybody carries. */
const MOST = 5000;

/** All orders of one courier to another, one result for each. */
export function MoveAllDialog({ from, couriers, onClose }: MoveAllDialogProps) {
  const [courierId, setCourierId] = useState('');
  const [settled, setSettled] = useState(0);
  const [total, setTotal] = useState(0);
  const [results, setResults] = useState<readonly MoveResult[]>();
  // The dialog that asks would close when it is done, and take the results with it.
  const isBegun = useRef(false);
  const translate = useTranslate();
  const proceed = async (reason: string) => {
    isBegun.current = true;
    try {
      const orders = await readAll<{ readonly order_id: string }>(`/v1/assignments?courier_id=${from.id}`, MOST);
      const move = { fromId: from.id, toId: courierId, reason, elsewhere: translate('dispatch.elsewhere') };
      const ids = orders.map(({ order_id: id }) => id);
      setTotal(ids.length);
      setResults(await moveAll(ids, move, setSettled));
    } catch (error) {
      isBegun.current = false;
      throw error;
    }
  };
  if (results !== undefined) return <Results of={results} onClose={onClose} />;
  return (
    <CommandDialog
      title={translate('dispatch.move_title', { courier: from.name })}
      about={translate('dispatch.move_about')}
      proceed={translate('dispatch.move_all')}
      asksReason
      onProceed={proceed}
      onClose={() => {
        if (!isBegun.current) onClose();
      }}
    >
      <CourierChoice couriers={couriers} besides={from.id} value={courierId} onChange={setCourierId} />
      {settled === 0 ? null : (
        <DialogContentText role="status">{translate('dispatch.moving', { settled, total })}</DialogContentText>
      )}
    </CommandDialog>
  );
}

function Results({ of, onClose }: { readonly of: readonly MoveResult[]; readonly onClose: () => void }) {
  const translate = useTranslate();
  const id = useId();
  const refused = of.filter(({ problem }) => problem !== undefined).length;
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby={id}>
      <DialogTitle id={id}>{translate('dispatch.move_all')}</DialogTitle>
      <DialogContent>
        <DialogContentText role="status">
          {translate('dispatch.moved', { done: of.length - refused, refused })}
        </DialogContentText>
        <List dense>
          {of.map(({ orderId, problem }) => (
            <ListItem key={orderId} disableGutters>
              <ListItemText primary={`…${orderId.slice(-12)}`} secondary={problem ?? translate('app.done')} />
            </ListItem>
          ))}
        </List>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{translate('app.close')}</Button>
      </DialogActions>
    </Dialog>
  );
}
