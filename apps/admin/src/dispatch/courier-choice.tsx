import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useTranslate } from 'react-admin';
import type { ZoneCourier } from './zone-dispatch';

interface CourierChoiceProps {
  readonly couriers: readonly ZoneCourier[];
  /** Who has it now. */
  readonly besides: string;
  readonly value: string;
  readonly onChange: (courierId: string) => void;
}

/** Which of the other couriers, each with what is free in the shift that is shown. */
export function CourierChoice({ couriers, besides, value, onChange }: CourierChoiceProps) {
  const translate = useTranslate();
  return (
    <TextField
      select
      required
      label={translate('dispatch.to')}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      {couriers
        .filter(({ id }) => id !== besides)
        .map(({ id, name, shift }) => (
          <MenuItem key={id} value={id}>
            {translate('dispatch.free', {
              name,
              free: shift === null ? 0 : shift.capacity_parcels - shift.used_parcels,
            })}
          </MenuItem>
        ))}
    </TextField>
  );
}
