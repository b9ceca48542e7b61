import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useCanAccess, useNotify, useRecordContext, useTranslate } from 'react-admin';
import { create } from '../api/create';
import { useRead } from '../api/use-read';
import { CommandDialog } from '../components/command-dialog';
import { ReadTable } from '../components/read-table';
import { Section } from '../components/section';
import type { CursorPage } from '../providers/cursor-memory';
import { ReceiveGoodsDialog } from './receive-goods-dialog';

interface StockRow {
  readonly warehouse_id: string;
  readonly sku: string;
  readonly on_hand: number;
  readonly reserved: number;
  readonly available: number;
}

/** What lies in the warehouse, and its correction after counting. */
export default function WarehouseStock() {
  const warehouse = useRecordContext();
  return warehouse === undefined ? null : <Stock warehouseId={String(warehouse.id)} />;
}

function Stock({ warehouseId }: { readonly warehouseId: string }) {
  const [chosen, setChosen] = useState<StockRow>();
  const [receiving, setReceiving] = useState(false);
  const translate = useTranslate();
  const { canAccess } = useCanAccess({ resource: 'warehouses', action: 'edit' });
  const found = useRead<CursorPage<StockRow>>(`/v1/stock?warehouse_id=${warehouseId}&limit=100`, {
    everyMs: 5000,
  });
  return (
    <Section
      title={translate('stock.title')}
      actions={
        canAccess === true ? (
          <Button variant="outlined" onClick={() => setReceiving(true)}>
            {translate('receipt.receive')}
          </Button>
        ) : undefined
      }
    >
      <ReadTable
        label={translate('stock.title')}
        of={found}
        keyOf={({ sku }) => sku}
        empty="stock"
        columns={[
          { label: 'stock.sku', cell: ({ sku }) => sku },
          { label: 'stock.on_hand', isNumber: true, cell: ({ on_hand: count }) => count.toLocaleString() },
          { label: 'stock.reserved', isNumber: true, cell: ({ reserved }) => reserved.toLocaleString() },
          { label: 'stock.available', isNumber: true, cell: ({ available }) => available.toLocaleString() },
          {
            label: 'stock.adjust',
            cell: (row) =>
              canAccess === true ? (
                <Button size="small" onClick={() => setChosen(row)}>
                  {translate('stock.adjust')}
                </Button>
              ) : null,
          },
        ]}
      />
      {receiving ? (
        <ReceiveGoodsDialog
          warehouseId={warehouseId}
          onClose={() => setReceiving(false)}
          onDone={() => void found.refetch()}
        />
      ) : null}
      {chosen === undefined ? null : (
        <AdjustDialog of={chosen} onClose={() => setChosen(undefined)} onDone={() => void found.refetch()} />
      )}
    </Section>
  );
}

interface AdjustDialogProps {
  readonly of: StockRow;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

function AdjustDialog({ of, onClose, onDone }: AdjustDialogProps) {
  const [delta, setDelta] = useState('');
  const translate = useTranslate();
  const notify = useNotify();
  const adjust = async (reason: string) => {
    const { warehouse_id, sku } = of;
    await create('/v1/stock/adjustments', { warehouse_id, sku, quantity_delta: Number(delta), reason });
    notify('stock.adjusted', { type: 'success' });
    onDone();
  };
  return (
    <CommandDialog
      title={translate('stock.adjust_title', { sku: of.sku })}
      about={translate('stock.adjust_about')}
      proceed={translate('stock.adjust')}
      asksReason
      onProceed={adjust}
      onClose={onClose}
    >
      <TextField
        required
        type="number"
        label={translate('stock.delta')}
        value={delta}
        onChange={(event) => setDelta(event.target.value)}
      />
    </CommandDialog>
  );
}
