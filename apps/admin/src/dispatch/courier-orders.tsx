import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import { useState } from 'react';
import { useCanAccess, useLocaleState, useTranslate } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { useRead } from '../api/use-read';
import { distance } from '../components/amounts';
import { PageTable } from '../components/page-table';
import { Section } from '../components/section';
import { TimeAgo } from '../components/time-ago';
import { PageFailure } from '../layout/page-failure';
import type { CursorPage } from '../providers/cursor-memory';
import { MoveAllDialog } from './move-all-dialog';
import { ReassignDialog } from './reassign-dialog';
import type { ZoneCourier } from './zone-dispatch';

interface Assignment {
  readonly order_id: string;
  readonly assigned_at: string;
  readonly explanation: { readonly distance_m: number };
}

interface CourierOrdersProps {
  readonly courier: ZoneCourier;
  readonly couriers: readonly ZoneCourier[];
  readonly onChanged: () => void;
}

const SHOWN = 200;

/** What one courier has been given, in its sequence, and the ways to give it to somebody else. */
export function CourierOrders({ courier, couriers, onChanged }: CourierOrdersProps) {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const [asked, setAsked] = useState<string>();
  const { canAccess } = useCanAccess({ resource: 'orders', action: 'edit' });
  const found = useRead<CursorPage<Assignment>>(`/v1/assignments?courier_id=${courier.id}&limit=${SHOWN}`);
  const rows = found.data?.data ?? [];
  const changed = () => {
    void found.refetch();
    onChanged();
  };
  const close = () => setAsked(undefined);
  return (
    <Section
      title={translate('dispatch.orders_of', { courier: courier.name })}
      actions={
        canAccess === true && rows.length > 0 ? (
          <Button size="small" onClick={() => setAsked('all')}>
            {translate('dispatch.move_all')}
          </Button>
        ) : undefined
      }
    >
      {found.error === null ? null : <PageFailure error={found.error} onRetry={() => void found.refetch()} />}
      <PageTable
        label={translate('dispatch.orders_of', { courier: courier.name })}
        rows={rows}
        keyOf={({ order_id: id }) => id}
        empty="courier_orders"
        columns={[
          {
            label: 'dispatch.order',
            cell: ({ order_id: id }) => (
              <Link component={RouterLink} to={`/orders/${id}/show`}>
                …{id.slice(-12)}
              </Link>
            ),
          },
          { label: 'dispatch.since', cell: ({ assigned_at: at }) => <TimeAgo at={at} /> },
          { label: 'dispatch.distance', isNumber: true, cell: (row) => distance(row.explanation.distance_m, locale) },
          {
            label: 'dispatch.reassign',
            cell: ({ order_id: id }) =>
              canAccess === true ? (
                <Button size="small" onClick={() => setAsked(id)}>
                  {translate('dispatch.reassign')}
                </Button>
              ) : null,
          },
        ]}
      />
      {asked === undefined || asked === 'all' ? null : (
        <ReassignDialog orderId={asked} from={courier} couriers={couriers} onClose={close} onDone={changed} />
      )}
      {asked === 'all' ? (
        <MoveAllDialog
          from={courier}
          couriers={couriers}
          onClose={() => {
            close();
            changed();
          }}
        />
      ) : null}
    </Section>
  );
}
