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

interface Asked {
  readonly action: 'retry' | 'discard';
  /** What the button said. */
  readonly name: string;
  readonly which: { readonly order_ids: readonly string[] } | { readonly stage: string };
}

/** Retry or discard what is picked, or all dead letters of a stage. */
export function LetterActions({ picked, stage, onActed }: LetterActionsProps) {
  // As it was when the person decided: the list behind is read again and again.
  const [asked, setAsked] = useState<Asked>();
  const { canAccess } = useCanAccess({ resource: 'orders', action: 'edit' });
  const translate = useTranslate();
  const nameOf = (name: 'retry' | 'discard') =>
    picked.length > 0
      ? translate(`queues.${name}`, { smart_count: picked.length })
      : translate(`queues.${name}_stage`, { stage });
  const ask = (action: Asked['action']) =>
    setAsked({ action, name: nameOf(action), which: picked.length > 0 ? { order_ids: picked } : { stage } });
  const canAct = canAccess === true && (picked.length > 0 || stage !== '');
  return (
    <>
      {canAct ? (
        <>
          <Button size="small" variant="contained" onClick={() => ask('retry')}>
            {nameOf('retry')}
          </Button>
          <Button size="small" color="error" onClick={() => ask('discard')}>
            {nameOf('discard')}
          </Button>
        </>
      ) : null}
      {asked === undefined ? null : (
        <BulkDialog
          title={asked.name}
          about={translate(`queues.${asked.action}_about`)}
          proceed={asked.name}
          isDangerous={asked.action === 'discard'}
          nameOf={() => undefined}
          start={async (reason) =>
            (await create<BulkAction>(`/v1/dead-letters/${asked.action}`, { ...asked.which, reason })).body
          }
          onClose={(acted) => {
            setAsked(undefined);
            if (acted) onActed();
          }}
        />
      )}
    </>
  );
}
