import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import TextField from '@mui/material/TextField';
import { useNotify, useRefresh, useTranslate } from 'react-admin';
import { create } from '../api/create';
import { CommandDialog } from '../components/command-dialog';
import type { AlertRecord } from './alert';

interface SilenceDialogProps {
  readonly alert: AlertRecord;
  readonly onClose: () => void;
}

/** Keeps an alert from being told for a while, with the reason that others will read. */
export function SilenceDialog({ alert, onClose }: SilenceDialogProps) {
  const [minutes, setMinutes] = useState(60);
  const translate = useTranslate();
  const notify = useNotify();
  const refresh = useRefresh();
  const queries = useQueryClient();
  const matchers = [
    { name: 'alertname', value: alert.rule },
    ...Object.entries(alert.labels).map(([name, value]) => ({ name, value })),
  ];
  const silence = async (reason: string) => {
    await create('/v1/alerts/silences', { matchers: unique(matchers), minutes, reason });
    notify('alerts.silenced_now', { type: 'info' });
    refresh();
    await queries.invalidateQueries({ queryKey: ['alerts', 'read'] });
  };
  return (
    <CommandDialog
      title={translate('alerts.silence_title', { rule: alert.rule })}
      about={translate('alerts.silence_about')}
      proceed={translate('alerts.silence')}
      asksReason
      onProceed={silence}
      onClose={onClose}
    >
      <TextField
        type="number"
        label={translate('alerts.minutes')}
        value={minutes}
        onChange={(event) => setMinutes(Number(event.target.value))}
        slotProps={{ htmlInput: { min: 1, max: 10_080 } }}
      />
    </CommandDialog>
  );
}

function unique<Matcher extends { readonly name: string }>(matchers: readonly Matcher[]): readonly Matcher[] {
  return [...new Map(matchers.map((matcher) => [matcher.name, matcher])).values()];
}
