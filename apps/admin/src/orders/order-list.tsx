import { DataTable, DateTimeInput, SelectArrayInput, TextInput, useLocaleState } from 'react-admin';
import { CursorList, CursorTable, MerchantColumn, StatusColumn, TimeColumn } from '../components/cursor-list';
import { instantOf } from '../components/instant-of';
import { ReferenceChoice } from '../components/reference-choice';
import { money } from '../components/amounts';
import { SavedViews } from '../views/saved-views';
import { ORDER_STATUSES, type OrderRecord } from './order';
import { OrderBulkActions } from './order-bulk-actions';
import { OrderViews } from './order-views';

const FILTERS = [
  <TextInput key="reference_prefix" source="reference_prefix" label="orders.reference_begins" alwaysOn resettable />,
  <TextInput key="waybill" source="waybill" label="orders.waybill_number" alwaysOn resettable />,
  <SelectArrayInput
    key="status"
    source="status"
    label="orders.status"
    alwaysOn
    choices={ORDER_STATUSES.map((id) => ({ id, name: `order_status.${id}` }))}
    sx={{ minWidth: 180 }}
  />,
  <ReferenceChoice
    key="merchant_id"
    source="merchant_id"
    reference="merchants"
    label="orders.merchant"
    sx={{ minWidth: 220 }}
  />,
  <ReferenceChoice key="zone_id" source="zone_id" reference="zones" label="orders.zone" sx={{ minWidth: 220 }} />,
  <DateTimeInput key="created_from" source="created_from" label="orders.created_from" parse={instantOf} />,
];

function Amount({ order }: { readonly order: OrderRecord }) {
  const [locale] = useLocaleState();
  return <>{money(order.payment.amount_minor, order.payment.currency, locale)}</>;
}

/** All orders, newest first: pages by cursor, and nobody counts them. */
export default function OrderList() {
  return (
    <CursorList filters={FILTERS}>
      <OrderViews />
      <SavedViews />
      <CursorTable bulkActionButtons={<OrderBulkActions />}>
        <DataTable.Col source="reference" label="orders.reference" disableSort cellClassName="reference" />
        <StatusColumn of="order_status" source="status" label="orders.status" />
        <DataTable.Col
          source="problem"
          label="orders.problem"
          disableSort
          render={({ problem }: OrderRecord) => problem?.code.replaceAll('_', ' ') ?? ''}
        />
        <StatusColumn of="payment_status" source="payment_status" label="orders.payment" />
        <DataTable.Col source="recipient.name" label="orders.recipient" disableSort />
        <DataTable.Col source="recipient.address.city" label="orders.city" disableSort />
        <DataTable.Col
          source="amount"
          label="orders.amount"
          align="right"
          disableSort
          render={(order: OrderRecord) => <Amount order={order} />}
        />
        <MerchantColumn label="orders.merchant" />
        <TimeColumn source="created_at" label="orders.created" />
      </CursorTable>
    </CursorList>
  );
}
