import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useTranslate } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { PageTable } from '../components/page-table';
import { Section } from '../components/section';
import { StatusChip } from '../components/status-chip';
import { TimeAgo } from '../components/time-ago';
import { whyOf } from '../queues/queue';
import type { ZoneDispatch, ZoneOrder } from './zone-dispatch';

function OrderLink({ order }: { readonly order: ZoneOrder }) {
  return (
    <Link component={RouterLink} to={`/orders/${order.order_id}/show`}>
      {order.reference}
    </Link>
  );
}

/** Those that nobody could be found for, with the reason, and those that dispatch is about to look at. */
export function ZoneOrders({ zone }: { readonly zone: ZoneDispatch }) {
  const translate = useTranslate();
  const more = <Typography color="textSecondary">{translate('dispatch.more')}</Typography>;
  return (
    <>
      <Section title={translate('dispatch.unassigned')}>
        <PageTable
          label={translate('dispatch.unassigned')}
          rows={zone.unassigned}
          keyOf={({ order_id: id }) => id}
          empty="zone_unassigned"
          columns={[
            { label: 'dispatch.order', cell: (order) => <OrderLink order={order} /> },
            { label: 'dispatch.why', cell: ({ detail, code }) => whyOf({ detail, key: code }) },
            { label: 'dispatch.since', cell: ({ since }) => <TimeAgo at={since} /> },
          ]}
        />
        {zone.more.unassigned ? more : null}
      </Section>
      <Section title={translate('dispatch.waiting')}>
        <PageTable
          label={translate('dispatch.waiting')}
          rows={zone.waiting}
          keyOf={({ order_id: id }) => id}
          empty="zone_waiting"
          columns={[
            { label: 'dispatch.order', cell: (order) => <OrderLink order={order} /> },
            { label: 'orders.status', cell: ({ status }) => <StatusChip status={status} /> },
          ]}
        />
        {zone.more.waiting ? more : null}
      </Section>
    </>
  );
}
