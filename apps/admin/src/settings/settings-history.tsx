import Button from '@mui/material/Button';
import { useState } from 'react';
import { useCanAccess, useTranslate } from 'react-admin';
import { change } from '../api/change';
import { useRead } from '../api/use-read';
import { CommandDialog } from '../components/command-dialog';
import { ReadTable } from '../components/read-table';
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
  // With what was in force when the person decided: it is read again and again.
  const [chosen, setChosen] = useState<{ readonly to: SettingsVersion; readonly from: SettingsInForce }>();
  const translate = useTranslate();
  const { canAccess } = useCanAccess({ resource: 'settings', action: 'edit' });
  const found = useRead<CursorPage<SettingsVersion>>(`/v1/settings/history?limit=50#${inForce.version}`);
  const rollBack = async (version: number, from: SettingsInForce, reason: string) => {
    await change('/v1/settings/rollback', {
      method: 'POST',
      body: { version, reason },
      version: from.version,
      readAt: '/v1/settings',
    });
    onChanged();
    await found.refetch();
  };
  return (
    <Section title={translate('settings.history')}>
      <ReadTable
        label={translate('settings.history')}
        of={found}
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
                <Button size="small" onClick={() => setChosen({ to: version, from: inForce })}>
                  {translate('settings.roll_back')}
                </Button>
              );
            },
          },
        ]}
      />
      {chosen === undefined ? null : (
        <CommandDialog
          title={translate('settings.roll_back_title', { version: chosen.to.version })}
          about={overridesOf(chosen.to)}
          proceed={translate('settings.roll_back')}
          asksReason
          changes={{ shown: chosen.from, reload: onChanged }}
          onProceed={(reason) => rollBack(chosen.to.version, chosen.from, reason)}
          onClose={() => setChosen(undefined)}
        />
      )}
    </Section>
  );
}
