import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import Typography from '@mui/material/Typography';
import { useLocaleState, useTranslate } from 'react-admin';
import { PageTable } from '../components/page-table';
import { Section } from '../components/section';
import { exact, TimeAgo } from '../components/time-ago';
import { fullness, type ZoneCourier } from './zone-dispatch';

interface CourierLoadsProps {
  readonly couriers: readonly ZoneCourier[];
  readonly more: boolean;
  readonly onPick: (courierId: string) => void;
}

/** Who works in the zone, from when to when, and how full each is. */
export function CourierLoads({ couriers, more, onPick }: CourierLoadsProps) {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  return (
    <Section title={translate('dispatch.couriers')}>
      <PageTable
        label={translate('dispatch.couriers')}
        rows={couriers}
        keyOf={({ id }) => id}
        empty="zone_couriers"
        columns={[
          { label: 'dispatch.courier', cell: ({ name }) => name },
          {
            label: 'dispatch.shift',
            cell: ({ shift }) =>
              shift === null ? (
                translate('dispatch.no_shift')
              ) : (
                <Box component="time" dateTime={shift.starts_at} title={exact(shift.ends_at, locale)}>
                  {new Intl.DateTimeFormat(locale, {
                    month: 'short',
                    day: 'numeric',
                    hour: '2-digit',
                    minute: '2-digit',
                  }).formatRange(new Date(shift.starts_at), new Date(shift.ends_at))}
                </Box>
              ),
          },
          { label: 'dispatch.load', cell: ({ shift }) => (shift === null ? '–' : <LoadBar shift={shift} />) },
          { label: 'dispatch.seen', cell: ({ position }) => <TimeAgo at={position?.recorded_at} /> },
          {
            label: 'dispatch.orders',
            cell: ({ id }) => (
              <Button size="small" onClick={() => onPick(id)}>
                {translate('dispatch.show_orders')}
              </Button>
            ),
          },
        ]}
      />
      {more ? <Typography color="textSecondary">{translate('dispatch.more')}</Typography> : null}
    </Section>
  );
}

function LoadBar({ shift }: { readonly shift: NonNullable<ZoneCourier['shift']> }) {
  const translate = useTranslate();
  const value = fullness(shift);
  const told = translate('dispatch.parcels', { used: shift.used_parcels, capacity: shift.capacity_parcels });
  return (
    <Box sx={{ minWidth: 140 }}>
      <Typography variant="body2">{told}</Typography>
      <LinearProgress
        variant="determinate"
        value={value}
        color={value >= 100 ? 'error' : value >= 80 ? 'warning' : 'primary'}
        aria-label={told}
      />
    </Box>
  );
}
