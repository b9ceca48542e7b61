import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useState } from 'react';
import { useCanAccess, useNotify, useTranslate } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { call } from '../api/request';
import { useRead } from '../api/use-read';
import { ReadTable } from '../components/read-table';
import { Section } from '../components/section';
import { StatusChip } from '../components/status-chip';
import { TimeAgo } from '../components/time-ago';
import type { CursorPage } from '../providers/cursor-memory';
import type { WebhookDelivery } from './webhook';

const STATES = ['all', 'waiting', 'delivered', 'failed'] as const;

/** Every message to an endpoint, the newest first, with what was answered and a way to send it again. */
export function WebhookLog({ endpointId }: { readonly endpointId: string }) {
  const [state, setState] = useState<(typeof STATES)[number]>('all');
  const translate = useTranslate();
  const notify = useNotify();
  const { canAccess } = useCanAccess({ resource: 'webhook-endpoints', action: 'edit' });
  const at = `/v1/webhook-endpoints/${endpointId}/deliveries`;
  const found = useRead<CursorPage<WebhookDelivery>>(`${at}?limit=50${state === 'all' ? '' : `&state=${state}`}`, {
    everyMs: 5000,
  });
  const replay = (id: string) => {
    call('POST', `${at}/${id}/replay`)
      .then(() => notify('webhooks.replayed', { type: 'info' }))
      .catch((error: unknown) => notify((error as Error).message, { type: 'error' }))
      .finally(() => void found.refetch());
  };
  const choice = (
    <ToggleButtonGroup
      exclusive
      size="small"
      value={state}
      onChange={(_, chosen: (typeof STATES)[number] | null) => setState(chosen ?? state)}
      aria-label={translate('webhooks.status')}
    >
      {STATES.map((one) => (
        <ToggleButton key={one} value={one}>
          {translate(one === 'all' ? 'webhooks.all' : `state.${one}`)}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
  return (
    <Section title={translate('webhooks.log')} actions={choice}>
      <ReadTable
        label={translate('webhooks.log')}
        of={found}
        keyOf={({ id }) => id}
        empty="deliveries"
        columns={[
          { label: 'webhooks.type', cell: ({ type }) => type },
          { label: 'webhooks.status', cell: (message) => <StatusChip of="state" status={message.state} /> },
          {
            label: 'webhooks.order',
            cell: ({ order_id: id }) =>
              id === null ? (
                '–'
              ) : (
                <Link component={RouterLink} to={`/orders/${id}/show`}>
                  {id.slice(-8)}
                </Link>
              ),
          },
          { label: 'webhooks.attempts', isNumber: true, cell: ({ attempts }) => attempts },
          { label: 'webhooks.last', cell: (message) => <LastAnswer message={message} /> },
          { label: 'webhooks.next', cell: ({ next_attempt_at: next }) => <TimeAgo at={next} /> },
          { label: 'webhooks.body', cell: ({ body }) => <Body text={body} /> },
          {
            label: 'webhooks.replay',
            cell: ({ id }) =>
              canAccess === true ? (
                <Button size="small" onClick={() => replay(id)}>
                  {translate('webhooks.replay')}
                </Button>
              ) : null,
          },
        ]}
      />
    </Section>
  );
}

function LastAnswer({ message }: { readonly message: WebhookDelivery }) {
  const { last_status: status, last_error: error, last_duration_ms: ms } = message;
  if (message.last_attempt_at === null) return <>–</>;
  return (
    <>
      {[status, error, ms === null ? null : `${ms} ms`].filter((part) => part !== null).join(' · ')}{' '}
      <TimeAgo at={message.last_attempt_at} />
    </>
  );
}

function Body({ text }: { readonly text: string }) {
  const translate = useTranslate();
  return (
    <details>
      <summary>{translate('webhooks.body')}</summary>
      <Box
        component="pre"
        sx={{ m: 0, fontSize: '0.75rem', maxWidth: 480, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
      >
        {text}
      </Box>
    </details>
  );
}
