import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import IconButton from '@mui/material/IconButton';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { call } from '../api/request';
import type { SavedView } from './saved-view';

interface ViewsDialogProps {
  readonly views: readonly SavedView[];
  readonly onChanged: () => void;
  readonly onClose: () => void;
}

/** One's views of a list by name: each can be renamed and removed. */
export function ViewsDialog({ views, onChanged, onClose }: ViewsDialogProps) {
  const [failure, setFailure] = useState<string>();
  const translate = useTranslate();
  const send = (request: Promise<unknown>) => {
    request.then(
      () => {
        setFailure(undefined);
        onChanged();
      },
      (error: unknown) => setFailure(error instanceof Error ? error.message : String(error)),
    );
  };
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby="views-title">
      <DialogTitle id="views-title">{translate('views.title')}</DialogTitle>
      <DialogContent>
        {failure === undefined ? null : <Alert severity="error">{failure}</Alert>}
        {views.map((view) => (
          <ViewRow
            key={view.id}
            view={view}
            onRename={(name) => send(call('PATCH', `/v1/saved-views/${view.id}`, { body: { name } }))}
            onRemove={() => send(call('DELETE', `/v1/saved-views/${view.id}`))}
          />
        ))}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{translate('app.close')}</Button>
      </DialogActions>
    </Dialog>
  );
}

interface ViewRowProps {
  readonly view: SavedView;
  readonly onRename: (name: string) => void;
  readonly onRemove: () => void;
}

function ViewRow({ view, onRename, onRemove }: ViewRowProps) {
  const [name, setName] = useState(view.name);
  const translate = useTranslate();
  return (
    <Box
      component="form"
      onSubmit={(event) => {
        event.preventDefault();
        onRename(name);
      }}
      sx={{ display: 'flex', gap: 1, py: 1, alignItems: 'center' }}
    >
      <TextField
        required
        fullWidth
        label={translate('views.name')}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" disabled={name === view.name}>
        {translate('views.rename')}
      </Button>
      <IconButton aria-label={translate('views.remove', { name: view.name })} onClick={onRemove}>
        <DeleteIcon />
      </IconButton>
    </Box>
  );
}
