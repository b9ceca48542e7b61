import Alert from '@mui/material/Alert';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocaleState, useNotify, useTranslate } from 'react-admin';
import { distance } from '../components/amounts';
import { CommandDialog } from '../components/command-dialog';
import { PageTable } from '../components/page-table';
import { CourierChoice } from './courier-choice';
import { previewReassign, reassign } from './reassign';
import type { Reassignment, ZoneCourier } from './zone-dispatch';

interface ReassignDialogProps {
  readonly orderId: string;
  readonly from: ZoneCourier;
  readonly couriers: readonly ZoneCourier[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Another courier for one order: who, what that does to both loads and distances, and why. */
export function ReassignDialog({ orderId, from, couriers, onClose, onDone }: ReassignDialogProps) {
  const [courierId, setCourierId] = useState('');
  const translate = useTranslate();
  const notify = useNotify();
  const preview = useQuery({
    queryKey: ['reassign', orderId, courierId],
    queryFn: () => previewReassign(orderId, courierId),
    enabled: courierId !== '',
    retry: false,
    gcTime: 0,
  });
  const proceed = async (reason: string) => {
    try {
      await reassign({ orderId, courierId, reason }, preview.data?.version ?? 0);
    } catch (error) {
      await preview.refetch(); // what it would do now, beside the reason why it was not done
      throw error;
    }
    notify('dispatch.reassigned', { type: 'success' });
    onDone();
  };
  return (
    <CommandDialog
      title={translate('dispatch.reassign_title')}
      proceed={translate('dispatch.reassign')}
      asksReason
      isReady={preview.data !== undefined}
      onProceed={proceed}
      onClose={onClose}
    >
      <CourierChoice couriers={couriers} besides={from.id} value={courierId} onChange={setCourierId} />
      {preview.error === null ? null : <Alert severity="warning">{preview.error.message}</Alert>}
      {preview.data === undefined ? null : <Preview of={preview.data} couriers={couriers} />}
    </CommandDialog>
  );
}

function Preview({ of, couriers }: { readonly of: Reassignment; readonly couriers: readonly ZoneCourier[] }) {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  return (
    <PageTable
      label={translate('dispatch.load')}
      rows={[of.from, of.to]}
      keyOf={({ courier_id: id }) => id}
      empty="any"
      columns={[
        {
          label: 'dispatch.courier',
          cell: ({ courier_id: id }) => couriers.find((courier) => courier.id === id)?.name ?? id,
        },
        {
          label: 'dispatch.before',
          isNumber: true,
          cell: (side) => `${side.load_before.parcels} / ${side.capacity.parcels}`,
        },
        {
          label: 'dispatch.after',
          isNumber: true,
          cell: (side) => `${side.load_after.parcels} / ${side.capacity.parcels}`,
        },
        { label: 'dispatch.distance', isNumber: true, cell: (side) => distance(side.distance_m, locale) },
      ]}
    />
  );
}
