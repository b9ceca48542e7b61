import Button from '@mui/material/Button';
import { useState } from 'react';
import { useCanAccess, useTranslate } from 'react-admin';
import { change } from '../api/change';
import { useRead } from '../api/use-read';
import { CommandDialog } from '../components/command-dialog';
import { PageTable } from '../components/page-table';
import { Section } from '../components/section';
import { TimeAgo } from '../components/time-ago';
import type { CursorPage } from '../providers/cursor-memory';
import type { SettingsInForce, SettingsVersion } from './settings';
import { changesBetween } from './settings-schema';

interface SettingsHistoryProps {
  readonly inForce: SettingsInForce;
  readonly onChanged: () => void;
}

function overridesOf({ overrides }: SettingsVersion): string {
  return changesBetween({}, overrides)
    .map(({ group, name, after }) => `${group}.${name} = ${String(after)}`)
    .join(', ');
}

/** Who changed what and why, and the way back to any of it. */
export function SettingsHistory({ inForce, onChanged }: SettingsHistoryProps) {
  const [chosen, setChosen] = useState<SettingsVersion>();
  const translate = useTranslate();
  const { canAccess } = useCanAccess({ resource: 'settings', action: 'edit' });
  const { data, refetch } = useRead<CursorPage<SettingsVersion>>(`/v1/settings/history?limit=50#${inForce.version}`);
  const rollBack = async (version: number, reason: string) => {
    await change('/v1/settings/rollback', {
      method: 'POST',
      body: { version, reason },
      version: inForce.version,
      readAt: '/v1/settings',
    });
    onChanged();
    await refetch();
  };
  return (
    <Section title={translate('settings.history')}>
      <PageTable
        label={translate('settings.history')}
        rows={data?.data ?? []}
        keyOf={({ version }) => version}
        empty="any"
        columns={[
          { label: 'settings.number', cell: ({ version }) => version },
          { label: 'app.reason', cell: ({ reason }) => reason },
          { label: 'settings.overrides', cell: (version) => overridesOf(version) || translate('settings.none') },
          { label: 'settings.who', cell: ({ changed_by: by }) => by },
          { label: 'settings.when', cell: ({ created_at: at }) => <TimeAgo at={at} /> },
          {
            label: 'settings.roll_back',
            cell: (version) => {
              if (version.version === inForce.version) return translate('settings.in_force');
              if (canAccess !== true) return null;
              return (
                <Button size="small" onClick={() => setChosen(version)}>
                  {translate('settings.roll_back')}
                </Button>
              );
            },
          },
        ]}
      />
      {chosen === undefined ? null : (
        <CommandDialog
          title={translate('settings.roll_back_title', { version: chosen.version })}
          about={overridesOf(chosen)}
          proceed={translate('settings.roll_back')}
          asksReason
          changes={{ shown: inForce, reload: onChanged }}
          onProceed={(reason) => rollBack(chosen.version, reason)}
          onClose={() => setChosen(undefined)}
        />
      )}
    </Section>
  );
}
