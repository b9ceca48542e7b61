import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogContentText from '@mui/material/DialogContentText';
import DialogTitle from '@mui/material/DialogTitle';
import { type ReactNode, type SyntheticEvent, useId, useRef, useState } from 'react';
import { useRefresh, useTranslate } from 'react-admin';
import { ReasonField } from '../components/reason-field';
import { addTexts } from '../i18n/page-texts';
import type { BulkAction } from './bulk-action';
import { bulkMessages } from './bulk-messages';
import { BulkProgress } from './bulk-progress';

addTexts(bulkMessages);

interface BulkDialogProps {
  readonly title: string;
  readonly about: string;
  readonly proceed: string;
  readonly isDangerous?: boolean;
  readonly children?: ReactNode;
  readonly nameOf: (orderId: string) => string | undefined;
  /** Sends it. `tell` says what happens before the server knows of it; until then `signal` calls it off. */
  readonly start: (reason: string, tell: (what: string) => void, signal: AbortSignal) => Promise<BulkAction>;
  /** `acted` when it was sent. */
  readonly onClose: (acted: boolean) => void;
}

/** Asks once and for the reason, acts on many orders, and tells of each that was refused why. */
export function BulkDialog(props: BulkDialogProps) {
  const { title, about, proceed, isDangerous = false, children, nameOf, start, onClose } = props;
  const [reason, setReason] = useState('');
  const [told, setTold] = useState<string>();
  const [failure, setFailure] = useState<string>();
  const [started, setStarted] = useState<BulkAction>();
  const underWay = useRef<AbortController>(undefined);
  const translate = useTranslate();
  const refresh = useRefresh();
  const id = useId();
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setTold('');
    setFailure(undefined);
    const { signal } = (underWay.current = new AbortController());
    start(reason, setTold, signal)
      .then(setStarted)
      .catch((error: unknown) => {
        if (signal.aborted) onClose(false);
        else setFailure(error instanceof Error ? error.message : String(error));
      })
      .finally(() => {
        underWay.current = undefined;
        setTold(undefined);
      });
  };
  // What is on its way is called off where that is possible still; where it is not, what came of it is shown.
  const close = () => {
    if (underWay.current !== undefined) {
      underWay.current.abort();
      return;
    }
    if (started !== undefined) refresh();
    onClose(started !== undefined);
  };
  return (
    <Dialog open onClose={close} fullWidth maxWidth="sm" aria-labelledby={id}>
      <form onSubmit={submit}>
        <DialogTitle id={id}>{title}</DialogTitle>
        <DialogContent>
          {started === undefined ? (
            <Box sx={{ display: 'grid', gap: 2 }}>
              <DialogContentText>{about}</DialogContentText>
              {failure === undefined ? null : <Alert severity="error">{failure}</Alert>}
              {children}
              <ReasonField value={reason} onChange={setReason} />
              {told === undefined || told === '' ? null : <DialogContentText role="status">{told}</DialogContentText>}
            </Box>
          ) : (
            <BulkProgress started={started} nameOf={nameOf} />
          )}
        </DialogContent>
        <DialogActions>
          <Button onClick={close}>{translate('app.close')}</Button>
          {started === undefined ? (
            <Button
              type="submit"
              variant="contained"
              color={isDangerous ? 'error' : 'primary'}
              loading={told !== undefined}
            >
              {proceed}
            </Button>
          ) : null}
        </DialogActions>
      </form>
    </Dialog>
  );
}
