import Chip from '@mui/material/Chip';
import { alpha, useTheme } from '@mui/material/styles';
import { useTranslate } from 'react-admin';
import { toneOf } from '../theme/status-tone';

interface StatusChipProps {
  readonly status: string;
  /** The table of names: `order_status`, `order_event` (where its texts are loaded), `payment_status` or `state`. */
  readonly of?: 'order_status' | 'order_event' | 'payment_status' | 'state';
}

/** A state, named in the person's language and coloured by what it asks of people. */
export function StatusChip({ status, of = 'order_status' }: StatusChipProps) {
  const translate = useTranslate();
  const { palette } = useTheme();
  const tone = toneOf(status);
  // On its own tint the main shade is too faint to read in the light.
  const shade = palette.mode === 'dark' ? 'main' : 'dark';
  const colour = tone === 'default' ? palette.text.secondary : palette[tone][shade];
  return (
    <Chip
      size="small"
      label={translate(`${of}.${status}`, { _: status })}
      sx={{ color: colour, backgroundColor: alpha(colour, palette.mode === 'dark' ? 0.16 : 0.08), height: 24 }}
    />
  );
}
