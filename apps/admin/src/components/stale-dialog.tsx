import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogContentText from '@mui/material/DialogContentText';
import DialogTitle from '@mui/material/DialogTitle';
import { useTranslate } from 'react-admin';
import type { StaleError } from '../api/problem';
import { DifferenceTable } from './difference-table';

interface StaleDialogProps {
  readonly stale: StaleError | undefined;
  /** The record as the person saw it. */
  readonly shown: object | undefined;
  readonly onReload: () => void;
  readonly onClose: () => void;
}

/** Shows what has become of a record that a person was about to change, and offers to load it anew. */
export function StaleDialog({ stale, shown, onReload, onClose }: StaleDialogProps) {
  const translate = useTranslate();
  return (
    <Dialog open={stale !== undefined} onClose={onClose} aria-labelledby="stale-title" maxWidth="sm" fullWidth>
      <DialogTitle id="stale-title">{translate('stale.title')}</DialogTitle>
      <DialogContent>
        <DialogContentText sx={{ mb: 2 }}>{translate('stale.about')}</DialogContentText>
        <DifferenceTable before={shown} after={stale?.fresh} headings={['stale.shown', 'stale.now']} />
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{translate('app.cancel')}</Button>
        <Button variant="contained" onClick={onReload}>
          {translate('stale.reload')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
