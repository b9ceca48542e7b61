import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useNotify, useTranslate } from 'react-admin';
import { create } from '../api/create';
import { CommandDialog } from '../components/command-dialog';
import { paramsToSend, paramsToStart, type RemedyAction, type RemedyParam } from './remediation';

interface RunDialogProps {
  readonly actions: readonly RemedyAction[];
  /** What the incident is about: the form begins with it. */
  readonly labels: Readonly<Record<string, string>>;
  readonly onRun: () => void;
  readonly onClose: () => void;
}

/** Chooses an action, says what it is done to, and why. */
export function RunDialog({ actions, labels, onRun, onClose }: RunDialogProps) {
  const [name, setName] = useState('redispatch_stuck');
  const [entered, setEntered] = useState<Readonly<Record<string, string>>>({});
  const [isDry, setIsDry] = useState(false);
  const translate = useTranslate();
  const notify = useNotify();
  const action = actions.find((each) => each.name === name);
  if (action === undefined) return null;
  const values = { ...paramsToStart(action, labels), ...entered };
  const run = async (reason: string) => {
    const body = { params: paramsToSend(action, values), dry_run: isDry, reason };
    await create(`/v1/remediations/${name}/runs`, body);
    if (!isDry) notify('remediation.begun', { type: 'info' });
    onRun();
  };
  return (
    <CommandDialog
      title={translate('remediation.begin')}
      about={action.does}
      proceed={translate('remediation.run')}
      isDangerous={!isDry}
      asksReason
      onProceed={run}
      onClose={onClose}
    >
      <TextField
        select
        label={translate('remediation.action')}
        value={name}
        onChange={(event) => {
          setName(event.target.value);
          setEntered({});
        }}
      >
        {actions.map((each) => (
          <MenuItem key={each.name} value={each.name}>
            {translate(`remediation.actions.${each.name}`, { _: each.name })}
          </MenuItem>
        ))}
      </TextField>
      {action.params.map((param) => (
        <ParamInput
          key={param.name}
          param={param}
          value={values[param.name] ?? ''}
          onChange={(value) => setEntered({ ...entered, [param.name]: value })}
        />
      ))}
      <FormControlLabel
        control={<Checkbox checked={isDry} onChange={(_, checked) => setIsDry(checked)} />}
        label={translate('remediation.look')}
      />
    </CommandDialog>
  );
}

interface ParamInputProps {
  readonly param: RemedyParam;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function ParamInput({ param, value, onChange }: ParamInputProps) {
  const translate = useTranslate();
  const { name, kind, about, of, min, max } = param;
  return (
    <TextField
      required
      select={kind === 'choice'}
      type={kind === 'integer' ? 'number' : 'text'}
      label={translate(`remediation.params.${name}`, { _: name })}
      helperText={about}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      slotProps={{
        htmlInput:
          kind === 'integer' ? { min: min ?? undefined, max: max ?? undefined } : { maxLength: max ?? undefined },
      }}
    >
      {of?.map((choice) => (
        <MenuItem key={choice} value={choice}>
          {choice}
        </MenuItem>
      ))}
    </TextField>
  );
}
