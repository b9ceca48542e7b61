import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogContentText from '@mui/material/DialogContentText';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { type ReactNode, type SyntheticEvent, useId, useState } from 'react';
import { useTranslate } from 'react-admin';
import { StaleError } from '../api/problem';
import { StaleDialog } from './stale-dialog';

interface CommandDialogProps {
  readonly title: string;
  readonly about?: string;
  /** What the button says. */
  readonly proceed: string;
  readonly isDangerous?: boolean;
  /** Whether a reason must be given, for those who read the records later. */
  readonly asksReason?: boolean;
  readonly children?: ReactNode;
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
    changes,
    onProceed,
    onClose,
  } = props;
  const [reason, setReason] = useState('');
  const [failure, setFailure] = useState<string>();
  const [stale, setStale] = useState<{ readonly error: StaleError; readonly shown: object }>();
  const [busy, setBusy] = useState(false);
  const translate = useTranslate();
  const id = useId();
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setBusy(true);
    onProceed(reason)
      .then(onClose)
      .catch((error: unknown) => {
        if (error instanceof StaleError && changes !== undefined) setStale({ error, shown: changes.shown });
        else setFailure(error instanceof Error ? error.message : String(error));
        setBusy(false);
      });
  };
  const reload = () => {
    changes?.reload();
    onClose();
  };
  if (stale !== undefined) {
    return <StaleDialog stale={stale.error} shown={stale.shown} onReload={reload} onClose={onClose} />;
  }
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby={id}>
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
            {asksReason ? (
              <TextField
                required
                multiline
                label={translate('app.reason')}
                value={reason}
                onChange={(event) => setReason(event.target.value)}
              />
            ) : null}
          </Box>
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>{translate('app.cancel')}</Button>
          <Button type="submit" variant="contained" color={isDangerous ? 'error' : 'primary'} loading={busy}>
            {proceed}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
