import { useNotify, useTranslate } from 'react-admin';
import { change } from '../api/change';
import { CommandDialog } from '../components/command-dialog';
import { ChangeTable } from './change-table';
import type { SettingsInForce } from './settings';
import { bodyOf } from './settings-change';
import type { Change } from './settings-schema';

interface ApplyDialogProps {
  /** What the changes were compared with. */
  readonly shown: SettingsInForce;
  readonly changes: readonly Change[];
  readonly onApplied: () => void;
  readonly onReload: () => void;
  readonly onClose: () => void;
}

/** The difference, the reason, and then all of it at once or nothing. */
export function ApplyDialog({ shown, changes, onApplied, onReload, onClose }: ApplyDialogProps) {
  const translate = useTranslate();
  const notify = useNotify();
  const apply = async (reason: string) => {
    await change('/v1/settings', { version: shown.version, body: { values: bodyOf(changes), reason } });
    notify('settings.applied', { type: 'success' });
    onApplied();
  };
  return (
    <CommandDialog
      title={translate('settings.diff')}
      about={translate('settings.about')}
      proceed={translate('settings.apply')}
      asksReason
      changes={{ shown, reload: onReload }}
      onProceed={apply}
      onClose={onClose}
    >
      <ChangeTable changes={changes} />
    </CommandDialog>
  );
}
