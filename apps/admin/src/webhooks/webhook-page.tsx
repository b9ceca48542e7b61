import Box from '@mui/material/Box';
import { ReferenceField, TextField, useTranslate } from 'react-admin';
import { useParams } from 'react-router-dom';
import { useRead } from '../api/use-read';
import { Facts } from '../components/facts';
import { PageTitle } from '../components/page-title';
import { Section } from '../components/section';
import { StatusChip } from '../components/status-chip';
import { TimeAgo } from '../components/time-ago';
import { ReadFailure, Unread } from '../layout/read-state';
import type { WebhookEndpoint } from './webhook';
import { WebhookActions } from './webhook-actions';
import { WebhookLog } from './webhook-log';

/** One endpoint: whether it is told, of what, and what became of each message. */
export default function WebhookPage() {
  const { id = '' } = useParams();
  const translate = useTranslate();
  const found = useRead<WebhookEndpoint>(`/v1/webhook-endpoints/${encodeURIComponent(id)}`, { everyMs: 5000 });
  if (found.data === undefined) return <Unread of={[found]} />;
  const endpoint = found.data;
  return (
    <>
      <ReadFailure of={[found]} />
      <PageTitle
        title={endpoint.url}
        about={<StatusChip of="state" status={endpoint.status} />}
        actions={<WebhookActions endpoint={endpoint} onChanged={() => void found.refetch()} />}
      />
      <Box sx={{ display: 'grid', gap: 2 }}>
        <Section title={translate('alerts.facts')}>
          <Facts
            of={[
              [
                translate('webhooks.merchant'),
                <ReferenceField key="merchant" record={endpoint} source="merchant_id" reference="merchants" link="show">
                  <TextField source="name" />
                </ReferenceField>,
              ],
              [translate('webhooks.description'), endpoint.description || '–'],
              [translate('webhooks.events'), endpoint.event_types?.join(', ') ?? translate('webhooks.every_event')],
              [translate('webhooks.because'), endpoint.disabled_because ?? '–'],
              [translate('webhooks.created'), <TimeAgo key="created" at={endpoint.created_at} />],
            ]}
          />
        </Section>
        <WebhookLog endpointId={endpoint.id} />
      </Box>
    </>
  );
}
