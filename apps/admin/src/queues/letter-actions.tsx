import Button from '@mui/material/Button';
import { useState } from 'react';
import { useCanAccess, useTranslate } from 'react-admin';
import { create } from '../api/create';
import type { BulkAction } from '../bulk/bulk-action';
import { BulkDialog } from '../bulk/bulk-dialog';

interface LetterActionsProps {
  /** Those that are picked; none: all of the stage, where one is chosen. */
  readonly picked: readonly string[];
  readonly stage: string;
  readonly onActed: () => void;
}

/** Retry or discard what is picked, or all dead letters of a stage. */
export function LetterActions({ picked, stage, onActed }: LetterActionsProps) {
  const [action, setAction] = useState<'retry' | 'discard'>();
  const { canAccess } = useCanAccess({ resource: 'orders', action: 'edit' });
  const translate = useTranslate();
  if (canAccess !== true || (picked.length === 0 && stage === '')) return null;
  const which = picked.length > 0 ? { order_ids: picked } : { stage };
  const nameOf = (name: 'retry' | 'discard') =>
    picked.length > 0
      ? translate(`queues.${name}`, { smart_count: picked.length })
      : translate(`queues.${name}_stage`, { stage });
  return (
    <>
      <Button size="small" variant="contained" onClick={() => setAction('retry')}>
        {nameOf('retry')}
      </Button>
      <Button size="small" color="error" onClick={() => setAction('discard')}>
        {nameOf('discard')}
      </Button>
      {action === undefined ? null : (
        <BulkDialog
          title={nameOf(action)}
          about={translate(`queues.${action}_about`)}
          proceed={nameOf(action)}
          isDangerous={action === 'discard'}
          nameOf={() => undefined}
          start={async (reason) => (await create<BulkAction>(`/v1/dead-letters/${action}`, { ...which, reason })).body}
          onClose={(acted) => {
            setAction(undefined);
            if (acted) onActed();
          }}
        />
      )}
    </>
  );
}
