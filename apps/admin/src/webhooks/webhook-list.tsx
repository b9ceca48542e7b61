import { DataTable, useTranslate } from 'react-admin';
import { CursorList, CursorTable, MerchantColumn, StatusColumn, TimeColumn } from '../components/cursor-list';
import { ReferenceChoice } from '../components/reference-choice';
import type { WebhookEndpoint } from './webhook';

const FILTERS = [
  <ReferenceChoice
    key="merchant_id"
    source="merchant_id"
    reference="merchants"
    label="webhooks.merchant"
    alwaysOn
    sx={{ minWidth: 240 }}
  />,
];

function EventTypes({ endpoint }: { readonly endpoint: WebhookEndpoint }) {
  const translate = useTranslate();
  return <>{endpoint.event_types?.join(', ') ?? translate('webhooks.every_event')}</>;
}

/** Whom merchants have told to be told. */
export default function WebhookList() {
  return (
    <CursorList filters={FILTERS}>
      <CursorTable>
        <DataTable.Col source="url" label="webhooks.url" disableSort />
        <MerchantColumn label="webhooks.merchant" />
        <StatusColumn of="state" source="status" label="webhooks.status" />
        <DataTable.Col
          source="event_types"
          label="webhooks.events"
          disableSort
          render={(endpoint: WebhookEndpoint) => <EventTypes endpoint={endpoint} />}
        />
        <TimeColumn source="created_at" label="webhooks.created" />
      </CursorTable>
    </CursorList>
  );
}
