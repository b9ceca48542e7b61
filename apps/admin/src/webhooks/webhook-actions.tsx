import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { useCanAccess, useNotify, useTranslate } from 'react-admin';
import { create } from '../api/create';
import { change } from '../api/change';
import { StaleError } from '../api/problem';
import { call } from '../api/request';
import { CommandDialog } from '../components/command-dialog';
import { StaleDialog } from '../components/stale-dialog';
import type { WebhookEndpoint } from './webhook';

const DAY_MS = 86_400_000;

interface WebhookActionsProps {
  readonly endpoint: WebhookEndpoint;
  readonly onChanged: () => void;
}

export function WebhookActions({ endpoint, onChanged }: WebhookActionsProps) {
  const [replaying, setReplaying] = useState(false);
  const [stale, setStale] = useState<{ readonly error: StaleError; readonly shown: WebhookEndpoint }>();
  const { canAccess } = useCanAccess({ resource: 'webhook-endpoints', action: 'edit' });
  const translate = useTranslate();
  const notify = useNotify();
  if (canAccess !== true) return null;
  const at = `/v1/webhook-endpoints/${endpoint.id}`;
  const turn = endpoint.status === 'active' ? 'disabled' : 'active';
  const tell = (error: unknown) => {
    if (error instanceof StaleError) setStale({ error, shown: endpoint });
    else notify((error as Error).message, { type: 'error' });
  };
  const ping = () => {
    create(`${at}/ping`, {})
      .then(() => notify('webhooks.pinged', { type: 'info' }), tell)
      .finally(onChanged);
  };
  const toggle = () => {
    change(at, { body: { status: turn }, version: endpoint.version }).then(onChanged, tell);
  };
  const replay = async () => {
    const since = new Date(Date.now() - DAY_MS).toISOString();
    const { body } = await call<{ replayed: number }>('POST', `${at}/replay`, { body: { since } });
    notify('webhooks.replay_done', { type: 'info', messageArgs: { count: body.replayed } });
    onChanged();
  };
  return (
    <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap' }}>
      <Button onClick={ping}>{translate('webhooks.ping')}</Button>
      <Button onClick={() => setReplaying(true)}>{translate('webhooks.replay_failed')}</Button>
      <Button variant="outlined" color={turn === 'disabled' ? 'error' : 'primary'} onClick={toggle}>
        {translate(turn === 'disabled' ? 'webhooks.disable' : 'webhooks.enable')}
      </Button>
      <StaleDialog
        stale={stale?.error}
        shown={stale?.shown}
        onReload={() => {
          setStale(undefined);
          onChanged();
        }}
        onClose={() => setStale(undefined)}
      />
      {replaying ? (
        <CommandDialog
          title={translate('webhooks.replay_failed')}
          about={translate('webhooks.replay_about')}
          proceed={translate('webhooks.replay')}
          onProceed={replay}
          onClose={() => setReplaying(false)}
        />
      ) : null}
    </Box>
  );
}
