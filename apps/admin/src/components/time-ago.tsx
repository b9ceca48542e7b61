import Box from '@mui/material/Box';
import { useLocaleState } from 'react-admin';

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

/** `3 minutes ago`: a distance in seconds, the past negative, in the largest unit that is at least one. */
export function relative(seconds: number, locale: string): string {
  const [unit, size] = STEPS.find(([, least]) => Math.abs(seconds) >= least) ?? ['second', 1];
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' }).format(
    Math.trunc(seconds / size),
    unit,
  );
}

/** When something was, as people say it; the exact time, in the person's own zone, on hovering. */
export function TimeAgo({ at }: { readonly at: string | null | undefined }) {
  const [locale] = useLocaleState();
  if (at === null || at === undefined) return <span>–</span>;
  const moment = new Date(at);
  return (
    <Box component="time" dateTime={at} title={exact(at, locale)} sx={{ whiteSpace: 'nowrap' }}>
      {relative((moment.getTime() - Date.now()) / 1000, locale)}
    </Box>
  );
}

export function exact(at: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(at));
}
