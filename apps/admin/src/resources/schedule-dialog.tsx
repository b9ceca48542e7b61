import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import TextField from '@mui/material/TextField';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { change } from '../api/change';
import { CommandDialog } from '../components/command-dialog';
import { type Schedule, type ScheduleEntry, type Weekday, WEEKDAYS } from './schedule';

interface ScheduleDialogProps {
  readonly of: Schedule;
  readonly onChanged: () => void;
  readonly onClose: () => void;
}

const WORKDAYS: ScheduleEntry = { weekdays: ['mon', 'tue', 'wed', 'thu', 'fri'], start: '00:00', end: '09:00' };

/** The whole pattern at once: that is how it is replaced. */
export function ScheduleDialog({ of, onChanged, onClose }: ScheduleDialogProps) {
  const [entries, setEntries] = useState<readonly ScheduleEntry[]>(of.entries);
  const translate = useTranslate();
  const save = async () => {
    const path = `/v1/couriers/${of.courier_id}/schedule`;
    await change(path, { method: 'PUT', version: of.version, body: { entries } });
    onChanged();
  };
  return (
    <CommandDialog
      title={translate('schedule.change')}
      about={translate('schedule.about')}
      proceed={translate('app.save')}
      changes={{ shown: of, reload: onChanged }}
      onProceed={save}
      onClose={onClose}
    >
      {entries.map((entry, at) => (
        <EntryRow
          key={at}
          name={translate('schedule.row', { number: at + 1 })}
          entry={entry}
          onChange={(changed) => setEntries(entries.with(at, changed))}
          onRemove={() => setEntries(entries.toSpliced(at, 1))}
        />
      ))}
      <Button sx={{ justifySelf: 'start' }} onClick={() => setEntries([...entries, WORKDAYS])}>
        {translate('schedule.add')}
      </Button>
    </CommandDialog>
  );
}

interface EntryRowProps {
  readonly name: string;
  readonly entry: ScheduleEntry;
  readonly onChange: (entry: ScheduleEntry) => void;
  readonly onRemove: () => void;
}

function EntryRow({ name, entry, onChange, onRemove }: EntryRowProps) {
  const translate = useTranslate();
  return (
    <Box role="group" aria-label={name} sx={{ display: 'flex', gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
      <ToggleButtonGroup
        size="small"
        value={entry.weekdays}
        aria-label={translate('schedule.days')}
        onChange={(_event, chosen: Weekday[]) =>
          onChange({ ...entry, weekdays: WEEKDAYS.filter((day) => chosen.includes(day)) })
        }
      >
        {WEEKDAYS.map((day) => (
          <ToggleButton key={day} value={day}>
            {translate(`schedule.${day}`)}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      {(['start', 'end'] as const).map((side) => (
        <TextField
          key={side}
          required
          type="time"
          label={translate(`schedule.${side}`)}
          value={entry[side]}
          onChange={(event) => onChange({ ...entry, [side]: event.target.value })}
          slotProps={{ inputLabel: { shrink: true } }}
        />
      ))}
      <IconButton aria-label={translate('schedule.remove')} onClick={onRemove}>
        <DeleteIcon />
      </IconButton>
    </Box>
  );
}
