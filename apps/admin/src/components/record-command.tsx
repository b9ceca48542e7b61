import Button from '@mui/material/Button';
import { useState } from 'react';
import { type RaRecord, useRecordContext, useRefresh, useTranslate } from 'react-admin';
import { change } from '../api/change';
import { CommandDialog } from './command-dialog';
import { SecretDialog } from './secret-dialog';

interface RecordCommandProps {
  /** The record's address; the command is `<at>/<command>`. */
  readonly at: string;
  readonly command: string;
  /** Keys of what the button says and of what it does. */
  readonly label: string;
  readonly about: string;
  readonly isDangerous?: boolean;
  /** The member of the answer that is shown once, and whose it is. */
  readonly secret?: { readonly member: string; readonly name: string };
}

/** A button that commands something of the record around, under the version that is shown, after asking. */
export function RecordCommand({ at, command, label, about, isDangerous = false, secret }: RecordCommandProps) {
  // The record as it was when the person decided: what is around may be read again meanwhile.
  const [seen, setSeen] = useState<RaRecord>();
  const [told, setTold] = useState<string>();
  const record = useRecordContext();
  const refresh = useRefresh();
  const translate = useTranslate();
  if (record === undefined) return null;
  const proceed = async (version: number) => {
    const path = `${at}/${command}`;
    const answer = await change<Record<string, unknown>>(path, { method: 'POST', version, readAt: at });
    if (secret !== undefined) setTold(String(answer[secret.member]));
    refresh();
  };
  return (
    <>
      <Button variant="outlined" color={isDangerous ? 'error' : 'primary'} onClick={() => setSeen(record)}>
        {translate(label)}
      </Button>
      {seen === undefined ? null : (
        <CommandDialog
          title={translate(label)}
          about={translate(about)}
          proceed={translate(label)}
          isDangerous={isDangerous}
          changes={{ shown: seen, reload: refresh }}
          onProceed={() => proceed(Number(seen['version']))}
          onClose={() => setSeen(undefined)}
        />
      )}
      {told === undefined ? null : (
        <SecretDialog name={secret?.name ?? ''} secret={told} onClose={() => setTold(undefined)} />
      )}
    </>
  );
}
