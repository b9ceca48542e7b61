import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { useCanAccess, useTranslate } from 'react-admin';
import type { OrderAction } from './act-on-orders';
import { mayCancel, type OrderDetail } from './order';
import { OrderActionDialog } from './order-action-dialog';

interface OrderActionsProps {
  readonly order: OrderDetail;
  readonly onChanged: () => void;
}

/** What may be done with the order as it stands, by those who may. */
export function OrderActions({ order, onChanged }: OrderActionsProps) {
  const [action, setAction] = useState<OrderAction>();
  const { canAccess } = useCanAccess({ resource: 'orders', action: 'edit' });
  const translate = useTranslate();
  if (canAccess !== true) return null;
  return (
    <Box sx={{ display: 'flex', gap: 1 }}>
      {order.problem?.remedies.includes('retry') === true ? (
        <Button variant="contained" onClick={() => setAction('retry')}>
          {translate('orders.retry_one')}
        </Button>
      ) : null}
      {mayCancel(order) ? (
        <Button variant="outlined" color="error" onClick={() => setAction('cancel')}>
          {translate('orders.cancel_one')}
        </Button>
      ) : null}
      {action === undefined ? null : (
        <OrderActionDialog
          action={action}
          orders={[order]}
          onClose={() => {
            setAction(undefined);
            onChanged();
          }}
        />
      )}
    </Box>
  );
}
