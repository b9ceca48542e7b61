import {
  AutocompleteInput,
  DataTable,
  List,
  ReferenceField,
  ReferenceInput,
  TextField,
  useTranslate,
} from 'react-admin';
import { CursorPagination } from '../components/cursor-pagination';
import { EmptyList } from '../components/empty-list';
import { StatusChip } from '../components/status-chip';
import { TimeAgo } from '../components/time-ago';
import type { WebhookEndpoint } from './webhook';

const FILTERS = [
  <ReferenceInput key="merchant_id" source="merchant_id" reference="merchants" perPage={100} alwaysOn>
    <AutocompleteInput optionText="name" label="webhooks.merchant" filterToQuery={() => ({})} sx={{ minWidth: 240 }} />
  </ReferenceInput>,
];

function EventTypes({ endpoint }: { readonly endpoint: WebhookEndpoint }) {
  const translate = useTranslate();
  return <>{endpoint.event_types?.join(', ') ?? translate('webhooks.every_event')}</>;
}

/** Whom merchants have told to be told. */
export default function WebhookList() {
  return (
    <List filters={FILTERS} pagination={<CursorPagination />} exporter={false} perPage={25} empty={false}>
      <DataTable bulkActionButtons={false} rowClick="show" empty={<EmptyList />}>
        <DataTable.Col source="url" label="webhooks.url" disableSort />
        <DataTable.Col source="merchant_id" label="webhooks.merchant" disableSort>
          <ReferenceField source="merchant_id" reference="merchants" link={false}>
            <TextField source="name" />
          </ReferenceField>
        </DataTable.Col>
        <DataTable.Col
          source="status"
          label="webhooks.status"
          disableSort
          render={(endpoint: WebhookEndpoint) => <StatusChip of="state" status={endpoint.status} />}
        />
        <DataTable.Col
          source="event_types"
          label="webhooks.events"
          disableSort
          render={(endpoint: WebhookEndpoint) => <EventTypes endpoint={endpoint} />}
        />
        <DataTable.Col
          source="created_at"
          label="webhooks.created"
          disableSort
          render={(endpoint: WebhookEndpoint) => <TimeAgo at={endpoint.created_at} />}
        />
      </DataTable>
    </List>
  );
}
