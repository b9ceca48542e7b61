import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { useParams } from 'react-router-dom';
import { useLocaleState, useTranslate } from 'react-admin';
import { useRead } from '../api/use-read';
import { money } from '../components/amounts';
import { Facts } from '../components/facts';
import { PageTitle } from '../components/page-title';
import { Section } from '../components/section';
import { StatusChip } from '../components/status-chip';
import { ReadFailure, Unread } from '../layout/read-state';
import { journeyOf, type OrderDetail } from './order';
import { OrderActions } from './order-actions';
import { OrderCourier } from './order-courier';
import { OrderEvents } from './order-events';
import { OrderJourney } from './order-journey';
import { OrderRouteMap } from './order-route-map';
import { OrderTrouble } from './order-trouble';
import { OrderWaybill } from './order-waybill';

const LIVE_MS = 3000;

/** One order: where it is, why it rests, and everything that is known of it. Follows it while it moves. */
export default function OrderPage() {
  const { id = '' } = useParams();
  const translate = useTranslate();
  const path = `/v1/orders/${encodeURIComponent(id)}?expand=events,waybill,route,assignment,payment,problem`;
  const found = useRead<OrderDetail>(path, { everyMs: LIVE_MS });
  if (found.data === undefined) return <Unread of={[found]} />;
  const order = found.data;
  return (
    <>
      <ReadFailure of={[found]} />
      <PageTitle
        title={order.reference}
        about={
          <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
            <StatusChip status={order.status} />
            <StatusChip of="payment_status" status={order.payment_status} />
            <code>{order.id}</code>
          </Box>
        }
        actions={<OrderActions order={order} onChanged={() => void found.refetch()} />}
      />
      {order.problem === null || order.problem === undefined ? null : (
        <OrderTrouble order={order} problem={order.problem} />
      )}
      <Section title={translate('orders.journey')}>
        <OrderJourney steps={journeyOf(order, order.events)} />
      </Section>
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          mt: 2,
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 5fr) minmax(0, 3fr)' },
        }}
      >
        <Box sx={{ display: 'grid', gap: 2, alignContent: 'start', minWidth: 0 }}>
          <OrderRouteMap order={order} />
          <OrderEvents events={order.events} />
        </Box>
        <Box sx={{ display: 'grid', gap: 2, alignContent: 'start', minWidth: 0 }}>
          <Recipient order={order} />
          <Money order={order} />
          <OrderWaybill order={order} />
          <OrderCourier order={order} />
        </Box>
      </Box>
    </>
  );
}

function Recipient({ order: { recipient } }: { readonly order: OrderDetail }) {
  const translate = useTranslate();
  const { address } = recipient;
  const street = [address.line1, address.line2].filter((line) => line !== undefined).join(', ');
  return (
    <Section title={translate('orders.recipient')}>
      {recipient.name}
      <br />
      <Link href={`tel:${recipient.phone}`}>{recipient.phone}</Link>
      <br />
      {street}
      <br />
      {[address.postal_code, address.city, address.country].filter((part) => part !== undefined).join(' ')}
    </Section>
  );
}

function Money({ order }: { readonly order: OrderDetail }) {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const { payment } = order;
  return (
    <Section title={translate('orders.money')}>
      <Facts
        of={[
          [translate('orders.amount'), money(payment.amount_minor, payment.currency, locale)],
          [translate('orders.terms'), translate(`orders.terms_of.${payment.terms}`)],
          [translate('orders.payment'), <StatusChip key="payment" of="payment_status" status={order.payment_status} />],
          ...(order.transfers ?? []).map((transfer): [string, string] => [
            translate(`account.${transfer.kind}`, { _: transfer.kind }),
            money(transfer.amount_minor, transfer.currency, locale),
          ]),
          [translate('orders.goods'), order.lines.map(({ sku, quantity }) => `${quantity} × ${sku}`).join(', ')],
        ]}
      />
    </Section>
  );
}
