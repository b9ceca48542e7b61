import CheckCircleIcon from '@mui/icons-material/CheckCircle';
import ErrorIcon from '@mui/icons-material/Error';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogContentText from '@mui/material/DialogContentText';
import DialogTitle from '@mui/material/DialogTitle';
import List from '@mui/material/List';
import ListItem from '@mui/material/ListItem';
import ListItemIcon from '@mui/material/ListItemIcon';
import ListItemText from '@mui/material/ListItemText';
import { useState } from 'react';
import { useNotify, useRefresh, useTranslate } from 'react-admin';
import { type ActionResult, actOnOrders, type OrderAction } from './act-on-orders';
import type { OrderRecord } from './order';

interface OrderActionDialogProps {
  readonly action: OrderAction;
  readonly orders: readonly OrderRecord[];
  /** `acted` when anything was sent. */
  readonly onClose: (acted: boolean) => void;
}

/** Asks once, acts, and then tells of every single order what became of it. */
export function OrderActionDialog({ action, orders, onClose }: OrderActionDialogProps) {
  const [results, setResults] = useState<readonly ActionResult[]>();
  const [busy, setBusy] = useState(false);
  const translate = useTranslate();
  const notify = useNotify();
  const refresh = useRefresh();
  const proceed = () => {
    setBusy(true);
    actOnOrders(action, orders)
      .then((done) => {
        setResults(done);
        refresh();
      })
      .catch((error: unknown) => notify(String(error), { type: 'error' }))
      .finally(() => setBusy(false));
  };
  const close = () => onClose(results !== undefined);
  return (
    <Dialog open onClose={close} fullWidth maxWidth="sm" aria-labelledby="act-title">
      <DialogTitle id="act-title">{translate(`orders.${action}`)}</DialogTitle>
      <DialogContent>
        {results === undefined ? (
          <DialogContentText>{translate(`orders.confirm_${action}`)}</DialogContentText>
        ) : (
          <Results results={results} />
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={close}>{translate('app.close')}</Button>
        {results === undefined ? (
          <Button
            variant="contained"
            color={action === 'cancel' ? 'error' : 'primary'}
            loading={busy}
            onClick={proceed}
          >
            {translate('orders.proceed', { smart_count: orders.length })}
          </Button>
        ) : null}
      </DialogActions>
    </Dialog>
  );
}

function Results({ results }: { readonly results: readonly ActionResult[] }) {
  const translate = useTranslate();
  const done = results.filter(({ status }) => status === 'done').length;
  return (
    <>
      <DialogContentText role="status">
        {translate('orders.results', { done, refused: results.length - done })}
      </DialogContentText>
      <List dense>
        {results.map(({ order, status, problem }) => (
          <ListItem key={order.id}>
            <ListItemIcon>
              {status === 'done' ? (
                <CheckCircleIcon color="success" titleAccess={translate('app.done')} />
              ) : (
                <ErrorIcon color="error" titleAccess={translate('app.refused')} />
              )}
            </ListItemIcon>
            <ListItemText primary={order.reference} secondary={problem} />
          </ListItem>
        ))}
      </List>
    </>
  );
}
