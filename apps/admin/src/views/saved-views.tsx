import BookmarkAddIcon from '@mui/icons-material/BookmarkAddOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useListContext, useTranslate } from 'react-admin';
import { create } from '../api/create';
import { useRead } from '../api/use-read';
import { CommandDialog } from '../components/command-dialog';
import type { CursorPage } from '../providers/cursor-memory';
import { isSameFilter, saidBy, type SavedView } from './saved-view';
import { ViewsDialog } from './views-dialog';
import './view-messages';

/** One's own views of the list around: choose one, keep the filters as another, rename and remove. */
export function SavedViews() {
  const [open, setOpen] = useState<'save' | 'manage'>();
  const list = useListContext();
  const { resource, setFilters } = list;
  const translate = useTranslate();
  const { data, refetch } = useRead<CursorPage<SavedView>>(`/v1/saved-views?resource=${resource}&limit=100`);
  const views = data?.data ?? [];
  const filter = saidBy(list.filterValues as Record<string, unknown>);
  const choose = (view: SavedView) =>
    setFilters(view.filter, Object.fromEntries(Object.keys(view.filter).map((name) => [name, true])));
  return (
    <Box
      role="group"
      aria-label={translate('views.title')}
      sx={{ display: 'flex', gap: 1, flexWrap: 'wrap', px: 1.5, py: 1 }}
    >
      {views.map((view) => (
        <Chip
          key={view.id}
          label={view.name}
          variant={isSameFilter(view.filter, filter) ? 'filled' : 'outlined'}
          color={isSameFilter(view.filter, filter) ? 'primary' : 'default'}
          aria-pressed={isSameFilter(view.filter, filter)}
          onClick={() => choose(view)}
        />
      ))}
      {Object.keys(filter).length === 0 ? null : (
        <Button size="small" startIcon={<BookmarkAddIcon />} onClick={() => setOpen('save')}>
          {translate('views.save')}
        </Button>
      )}
      {views.length === 0 ? null : (
        <Button size="small" onClick={() => setOpen('manage')}>
          {translate('views.manage')}
        </Button>
      )}
      {open === 'save' ? (
        <SaveDialog
          resource={resource}
          filter={filter}
          onSaved={() => void refetch()}
          onClose={() => setOpen(undefined)}
        />
      ) : null}
      {open === 'manage' ? (
        <ViewsDialog views={views} onChanged={() => void refetch()} onClose={() => setOpen(undefined)} />
      ) : null}
    </Box>
  );
}

interface SaveDialogProps {
  readonly resource: string;
  readonly filter: Readonly<Record<string, unknown>>;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

function SaveDialog({ resource, filter, onSaved, onClose }: SaveDialogProps) {
  const [name, setName] = useState('');
  const translate = useTranslate();
  const save = async () => {
    await create('/v1/saved-views', { resource, name, filter });
    onSaved();
  };
  return (
    <CommandDialog
      title={translate('views.save')}
      about={translate('views.about')}
      proceed={translate('app.save')}
      onProceed={save}
      onClose={onClose}
    >
      <TextField
        required
        autoFocus
        label={translate('views.name')}
        value={name}
        onChange={(event) => setName(event.target.value)}
        slotProps={{ htmlInput: { maxLength: 100 } }}
      />
    </CommandDialog>
  );
}
