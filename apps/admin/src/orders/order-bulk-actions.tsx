import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import { useRef, useState } from 'react';
import { useCanAccess, useListContext, useTranslate } from 'react-admin';
import { create } from '../api/create';
import type { BulkAction } from '../bulk/bulk-action';
import { BulkDialog } from '../bulk/bulk-dialog';
import { addTexts } from '../i18n/page-texts';
import { collectOrders } from './collect-orders';
import type { OrderRecord } from './order';
import { orderBulkMessages } from './order-bulk-messages';

addTexts(orderBulkMessages);

const ACTIONS = {
  retry: { name: 'orders.retry', about: 'orders.confirm_retry' },
  redispatch: { name: 'order_bulk.redispatch', about: 'order_bulk.confirm_redispatch' },
  cancel: { name: 'orders.cancel', about: 'orders.confirm_cancel' },
} as const;

type Action = keyof typeof ACTIONS;

/** What can be done with the orders that are ticked, or with all that match, for those who may. */
export function OrderBulkActions() {
  const { onUnselectItems } = useListContext<OrderRecord>();
  const [action, setAction] = useState<Action>();
  const { canAccess } = useCanAccess({ resource: 'orders', action: 'edit' });
  const translate = useTranslate();
  if (canAccess !== true) return null;
  return (
    <>
      {(Object.keys(ACTIONS) as Action[]).map((name) => (
        <Button key={name} size="small" color={name === 'cancel' ? 'error' : 'primary'} onClick={() => setAction(name)}>
          {translate(ACTIONS[name].name)}
        </Button>
      ))}
      {action === undefined ? null : (
        <ActionDialog
          action={action}
          onClose={(acted) => {
            setAction(undefined);
            if (acted) onUnselectItems();
          }}
        />
      )}
    </>
  );
}

interface ActionDialogProps {
  readonly action: Action;
  readonly onClose: (acted: boolean) => void;
}

function ActionDialog({ action, onClose }: ActionDialogProps) {
  const { selectedIds, data = [], ...list } = useListContext<OrderRecord>();
  const filter = list.filterValues as Record<string, unknown>;
  const [isAll, setIsAll] = useState(false);
  const references = useRef<ReadonlyMap<string, string>>(new Map(data.map(({ id, reference }) => [id, reference])));
  const translate = useTranslate();
  const start = async (reason: string, tell: (what: string) => void, signal: AbortSignal): Promise<BulkAction> => {
    if (isAll) {
      const found = await collectOrders(filter, (count) => tell(translate('bulk.collecting', { count })), signal);
      if (found.size === 0) throw new Error(translate('order_bulk.none'));
      references.current = found;
    }
    signal.throwIfAborted();
    const ids = isAll ? [...references.current.keys()] : selectedIds;
    return (await create<BulkAction>('/v1/orders/bulk-actions', { action, order_ids: ids, reason })).body;
  };
  return (
    <BulkDialog
      title={translate(ACTIONS[action].name)}
      about={translate(ACTIONS[action].about)}
      proceed={
        isAll ? translate('order_bulk.proceed_all') : translate('orders.proceed', { smart_count: selectedIds.length })
      }
      isDangerous={action === 'cancel'}
      nameOf={(id) => references.current.get(id)}
      start={start}
      onClose={onClose}
    >
      <FormControlLabel
        control={<Checkbox checked={isAll} onChange={(event) => setIsAll(event.target.checked)} />}
        label={translate('order_bulk.all')}
      />
    </BulkDialog>
  );
}
