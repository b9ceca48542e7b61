import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useNotify, useTranslate } from 'react-admin';
import { create } from '../api/create';
import { CommandDialog } from '../components/command-dialog';
import { addTexts } from '../i18n/page-texts';

addTexts({
  receipt: {
    receive: ['Receive goods', '收货入库'],
    about: [
      'Orders that wait for the SKU go on, oldest first, as far as the stock reaches.',
      '等待该商品的订单将按先后顺序继续处理，直至库存用尽。',
    ],
    quantity: ['Quantity', '数量'],
    received: ['Received', '已入库'],
  },
});

interface ReceiveGoodsDialogProps {
  readonly warehouseId: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Goods that have arrived, with what says so, such as the number of the delivery note. */
export function ReceiveGoodsDialog({ warehouseId, onClose, onDone }: ReceiveGoodsDialogProps) {
  const [sku, setSku] = useState('');
  const [quantity, setQuantity] = useState('');
  const translate = useTranslate();
  const notify = useNotify();
  const receive = async (reason: string) => {
    const lines = [{ sku, quantity: Number(quantity) }];
    await create('/v1/stock/receipts', { warehouse_id: warehouseId, reason, lines });
    notify('receipt.received', { type: 'success' });
    onDone();
  };
  return (
    <CommandDialog
      title={translate('receipt.receive')}
      about={translate('receipt.about')}
      proceed={translate('receipt.receive')}
      asksReason
      onProceed={receive}
      onClose={onClose}
    >
      <TextField required label={translate('stock.sku')} value={sku} onChange={(event) => setSku(event.target.value)} />
      <TextField
        required
        type="number"
        label={translate('receipt.quantity')}
        value={quantity}
        onChange={(event) => setQuantity(event.target.value)}
        slotProps={{ htmlInput: { min: 1 } }}
      />
    </CommandDialog>
  );
}
