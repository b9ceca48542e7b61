import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogContentText from '@mui/material/DialogContentText';
import DialogTitle from '@mui/material/DialogTitle';
import { type ReactNode, useId, useState } from 'react';
import { useTranslate } from 'react-admin';
import { ReasonField } from './reason-field';
import { StaleDialog } from './stale-dialog';
import { useCommand } from './use-command';

interface CommandDialogProps {
  readonly title: string;
  readonly about?: string;
  /** What the button says. */
  readonly proceed: string;
  readonly isDangerous?: boolean;
  /** Whether a reason must be given, for those who read the records later. */
  readonly asksReason?: boolean;
  readonly children?: ReactNode;
  /** False while what the person decides on is not yet to be seen. */
  readonly isReady?: boolean;
  /** For a change of a record: what the person saw of it, and how to load it anew when somebody else was quicker. */
  readonly changes?: { readonly shown: object; readonly reload: () => void };
  /** Sends the command; what it throws is shown, and the dialog stays. */
  readonly onProceed: (reason: string) => Promise<void>;
  readonly onClose: () => void;
}

/** Asks before something is done: what it does, what it needs to know, and then what the server said about it. */
export function CommandDialog(props: CommandDialogProps) {
  const {
    title,
    about,
    proceed,
    isDangerous = false,
    asksReason = false,
    children,
    isReady = true,
    changes,
    onProceed,
    onClose,
  } = props;
  const [reason, setReason] = useState('');
  const translate = useTranslate();
  const id = useId();
  // What the person saw when it was asked for: what is around is read again and again.
  const [shown] = useState(changes?.shown);
  const command = useCommand({ send: () => onProceed(reason), showsStale: changes !== undefined, onClose });
  const { busy, failure, stale, submit, close } = command;
  const reload = () => {
    changes?.reload();
    onClose();
  };
  if (stale !== undefined) {
    return <StaleDialog stale={stale} shown={shown} onReload={reload} onClose={onClose} />;
  }
  return (
    <Dialog open onClose={close} fullWidth maxWidth="sm" aria-labelledby={id}>
      <form onSubmit={submit}>
        <DialogTitle id={id}>{title}</DialogTitle>
        <DialogContent>
          {about === undefined ? null : <DialogContentText sx={{ mb: 2 }}>{about}</DialogContentText>}
          {failure === undefined ? null : (
            <Alert severity="error" sx={{ mb: 2 }}>
              {failure}
            </Alert>
          )}
          <Box sx={{ display: 'grid', gap: 2, pt: 1 }}>
            {children}
            {asksReason ? <ReasonField value={reason} onChange={setReason} /> : null}
          </Box>
        </DialogContent>
        <DialogActions>
          <Button onClick={close} disabled={busy}>
            {translate('app.cancel')}
          </Button>
          <Button
            type="submit"
            variant="contained"
            color={isDangerous ? 'error' : 'primary'}
            loading={busy}
            disabled={!isReady}
          >
            {proceed}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
