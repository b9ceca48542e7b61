import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Typography from '@mui/material/Typography';
import { useEffect, useState } from 'react';
import { useCanAccess, useNotify, useTranslate } from 'react-admin';
import { download } from '../api/request';
import { Section } from '../components/section';
import type { OrderDetail } from './order';

/** The waybill's number, and its label as it will be printed. */
export function OrderWaybill({ order }: { readonly order: OrderDetail }) {
  const [open, setOpen] = useState(false);
  const { canAccess } = useCanAccess({ resource: 'orders', action: 'edit' });
  const translate = useTranslate();
  return (
    <Section title={translate('orders.waybill')}>
      {order.waybill === null ? (
        <Typography color="textSecondary">{translate('orders.no_waybill')}</Typography>
      ) : (
        <>
          <Typography component="code" sx={{ fontFamily: 'monospace', fontSize: '1.1rem', display: 'block', mb: 1 }}>
            {order.waybill.number}
          </Typography>
          {canAccess === true ? (
            <Button variant="outlined" onClick={() => setOpen(true)}>
              {translate('orders.label')}
            </Button>
          ) : null}
          {open ? (
            <LabelDialog orderId={order.id} waybill={order.waybill.number} onClose={() => setOpen(false)} />
          ) : null}
        </>
      )}
    </Section>
  );
}

interface LabelDialogProps {
  readonly orderId: string;
  readonly waybill: string;
  readonly onClose: () => void;
}

function LabelDialog({ orderId, waybill, onClose }: LabelDialogProps) {
  const translate = useTranslate();
  const url = useLabel(orderId, onClose);
  const title = translate('orders.label_title', { waybill });
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="label-title">
      <DialogTitle id="label-title">{title}</DialogTitle>
      <DialogContent sx={{ height: '70vh' }}>
        {url === undefined ? null : <iframe src={url} title={title} width="100%" height="100%" />}
      </DialogContent>
      <DialogActions>
        <Button href={url ?? ''} target="_blank" rel="noopener" disabled={url === undefined}>
          {translate('orders.open_label')}
        </Button>
        <Button onClick={onClose}>{translate('app.close')}</Button>
      </DialogActions>
    </Dialog>
  );
}

/** The label's address in memory: the API wants a token, which a frame could not send. Given back when the dialog closes. */
function useLabel(orderId: string, onFailure: () => void): string | undefined {
  const [url, setUrl] = useState<string>();
  const notify = useNotify();
  useEffect(() => {
    let made: string | undefined;
    let gone = false;
    download(`/v1/orders/${orderId}/label.pdf`)
      .then((label) => {
        if (gone) return;
        made = URL.createObjectURL(label);
        setUrl(made);
      })
      .catch((error: unknown) => {
        notify(error instanceof Error ? error.message : String(error), { type: 'error' });
        onFailure();
      });
    return () => {
      gone = true;
      if (made !== undefined) URL.revokeObjectURL(made);
    };
    // The label of an order never changes: neither do these.
  }, [orderId]);
  return url;
}
