import TextField from '@mui/material/TextField';
import { useTranslate } from 'react-admin';

interface ReasonFieldProps {
  readonly value: string;
  readonly onChange: (reason: string) => void;
}

/** Why something is done, for those who read the records later. */
export function ReasonField({ value, onChange }: ReasonFieldProps) {
  const translate = useTranslate();
  return (
    <TextField
      required
      multiline
      label={translate('app.reason')}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
