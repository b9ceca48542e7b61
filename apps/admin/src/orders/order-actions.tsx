import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { useCanAccess, useTranslate } from 'react-admin';
import { change } from '../api/change';
import { create } from '../api/create';
import { CommandDialog } from '../components/command-dialog';
import { mayCancel, type OrderDetail } from './order';

interface OrderActionsProps {
  readonly order: OrderDetail;
  readonly onChanged: () => void;
}

interface Asked {
  readonly action: 'cancel' | 'retry';
  /** As the person saw it. */
  readonly order: OrderDetail;
}

async function act({ action, order: { id, version } }: Asked): Promise<void> {
  const at = `/v1/orders/${id}`;
  if (action === 'retry') await create(`${at}/retry`, {});
  else await change(`${at}/cancel`, { method: 'POST', body: {}, version, readAt: at });
}

/** What may be done with the order as it stands, by those who may. */
export function OrderActions({ order, onChanged }: OrderActionsProps) {
  const [asked, setAsked] = useState<Asked>();
  const { canAccess } = useCanAccess({ resource: 'orders', action: 'edit' });
  const translate = useTranslate();
  if (canAccess !== true) return null;
  return (
    <Box sx={{ display: 'flex', gap: 1 }}>
      {order.problem?.remedies.includes('retry') === true ? (
        <Button variant="contained" onClick={() => setAsked({ action: 'retry', order })}>
          {translate('orders.retry_one')}
        </Button>
      ) : null}
      {mayCancel(order) ? (
        <Button variant="outlined" color="error" onClick={() => setAsked({ action: 'cancel', order })}>
          {translate('orders.cancel_one')}
        </Button>
      ) : null}
      {asked === undefined ? null : (
        <CommandDialog
          title={translate(`orders.${asked.action}_one`)}
          about={translate(`orders.confirm_${asked.action}`)}
          proceed={translate('orders.proceed', { smart_count: 1 })}
          isDangerous={asked.action === 'cancel'}
          changes={{ shown: asked.order, reload: onChanged }}
          onProceed={async () => {
            await act(asked);
            onChanged();
          }}
          onClose={() => setAsked(undefined)}
        />
      )}
    </Box>
  );
}
