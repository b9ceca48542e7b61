import FormControlLabel from '@mui/material/FormControlLabel';
import FormHelperText from '@mui/material/FormHelperText';
import Switch from '@mui/material/Switch';
import TextField from '@mui/material/TextField';
import { useTranslate } from 'react-admin';
import { faultOf, type SettingField, type SettingValue } from './settings-schema';

interface SettingInputProps {
  readonly field: SettingField;
  readonly value: SettingValue | undefined;
  readonly isChanged: boolean;
  readonly isReadOnly: boolean;
  readonly onChange: (value: SettingValue) => void;
}

/** `shed_above_ms` → `shed above ms`: the API's own names, so that they can be found in its documentation. */
function nameOf({ name }: SettingField): string {
  return name.replaceAll('_', ' ');
}

export function SettingInput({ field, value, isChanged, isReadOnly, onChange }: SettingInputProps) {
  const translate = useTranslate();
  if (field.type === 'boolean') {
    return (
      <div>
        <FormControlLabel
          control={
            <Switch
              checked={value === true}
              disabled={isReadOnly}
              onChange={(event) => onChange(event.target.checked)}
            />
          }
          label={nameOf(field)}
        />
        <FormHelperText>{field.about}</FormHelperText>
      </div>
    );
  }
  const fault = faultOf(field, value);
  const said = { whole: 'settings.whole', number: 'settings.not_a_number', bounds: 'settings.bounds' };
  return (
    <TextField
      fullWidth
      label={nameOf(field)}
      type={field.type === 'number' ? 'number' : 'text'}
      value={typeof value === 'number' && Number.isNaN(value) ? '' : value}
      disabled={isReadOnly}
      focused={isChanged ? true : undefined}
      color={isChanged ? 'warning' : 'primary'}
      error={fault !== undefined}
      helperText={fault === undefined ? field.about : translate(said[fault], { min: field.min, max: field.max })}
      onChange={({ target }) =>
        onChange(field.type === 'number' ? (target.value === '' ? Number.NaN : Number(target.value)) : target.value)
      }
      slotProps={{ htmlInput: { min: field.min, max: field.max, step: field.isWhole ? 1 : 'any' } }}
    />
  );
}
