import {
  DataTable,
  DateTimeInput,
  List,
  ReferenceField,
  ReferenceInput,
  AutocompleteInput,
  SelectArrayInput,
  TextField,
  TextInput,
  useLocaleState,
} from 'react-admin';
import { money } from '../components/amounts';
import { CursorPagination } from '../components/cursor-pagination';
import { EmptyList } from '../components/empty-list';
import { StatusChip } from '../components/status-chip';
import { TimeAgo } from '../components/time-ago';
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
  <ReferenceInput key="merchant_id" source="merchant_id" reference="merchants" perPage={100} label="orders.merchant">
    <AutocompleteInput optionText="name" label="orders.merchant" filterToQuery={() => ({})} sx={{ minWidth: 220 }} />
  </ReferenceInput>,
  <ReferenceInput key="zone_id" source="zone_id" reference="zones" perPage={100} label="orders.zone">
    <AutocompleteInput optionText="name" label="orders.zone" filterToQuery={() => ({})} sx={{ minWidth: 220 }} />
  </ReferenceInput>,
  <DateTimeInput key="created_from" source="created_from" label="orders.created_from" parse={instantOf} />,
];

/** The API takes instants, the browser's control gives local time. */
function instantOf(local: string): string {
  return local === '' ? '' : new Date(local).toISOString();
}

function Amount({ order }: { readonly order: OrderRecord }) {
  const [locale] = useLocaleState();
  return <>{money(order.payment.amount_minor, order.payment.currency, locale)}</>;
}

/** All orders, newest first: pages by cursor, and nobody counts them. */
export default function OrderList() {
  return (
    <List filters={FILTERS} pagination={<CursorPagination />} exporter={false} perPage={25} empty={false}>
      <OrderViews />
      <SavedViews />
      <DataTable rowClick="show" bulkActionButtons={<OrderBulkActions />} empty={<EmptyList />}>
        <DataTable.Col source="reference" label="orders.reference" disableSort cellClassName="reference" />
        <DataTable.Col
          source="status"
          label="orders.status"
          disableSort
          render={(order: OrderRecord) => <StatusChip status={order.status} />}
        />
        <DataTable.Col
          source="problem"
          label="orders.problem"
          disableSort
          render={({ problem }: OrderRecord) => problem?.code.replaceAll('_', ' ') ?? ''}
        />
        <DataTable.Col
          source="payment_status"
          label="orders.payment"
          disableSort
          render={(order: OrderRecord) => <StatusChip of="payment_status" status={order.payment_status} />}
        />
        <DataTable.Col source="recipient.name" label="orders.recipient" disableSort />
        <DataTable.Col source="recipient.address.city" label="orders.city" disableSort />
        <DataTable.Col
          source="amount"
          label="orders.amount"
          align="right"
          disableSort
          render={(order: OrderRecord) => <Amount order={order} />}
        />
        <DataTable.Col source="merchant_id" label="orders.merchant" disableSort>
          <ReferenceField source="merchant_id" reference="merchants" link={false}>
            <TextField source="name" />
          </ReferenceField>
        </DataTable.Col>
        <DataTable.Col
          source="created_at"
          label="orders.created"
          disableSort
          render={(order: OrderRecord) => <TimeAgo at={order.created_at} />}
        />
      </DataTable>
    </List>
  );
}
