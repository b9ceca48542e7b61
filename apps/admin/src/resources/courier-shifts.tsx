import Box from '@mui/material/Box';
import LinearProgress from '@mui/material/LinearProgress';
import { useLocaleState, useRecordContext, useTranslate } from 'react-admin';
import { useRead } from '../api/use-read';
import { ReadTable } from '../components/read-table';
import { Section } from '../components/section';
import { exact } from '../components/time-ago';
import type { CursorPage } from '../providers/cursor-memory';
import { CourierSchedule } from './courier-schedule';

interface Shift {
  readonly id: number;
  readonly starts_at: string;
  readonly ends_at: string;
  readonly capacity_parcels: number;
  readonly used_parcels: number;
  readonly scheduled: boolean;
}

/** When the courier works in every week and in the days ahead, and how full each shift is. */
export default function CourierShifts() {
  const courier = useRecordContext();
  if (courier === undefined) return null;
  return (
    <Box sx={{ display: 'grid', gap: 2 }}>
      <CourierSchedule courierId={String(courier.id)} />
      <Shifts courierId={String(courier.id)} />
    </Box>
  );
}

function Shifts({ courierId }: { readonly courierId: string }) {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const found = useRead<CursorPage<Shift>>(`/v1/couriers/${courierId}/shifts?limit=20`);
  return (
    <Section title={translate('shifts.title')}>
      <ReadTable
        label={translate('shifts.title')}
        of={found}
        keyOf={({ id }) => id}
        empty="shifts"
        columns={[
          { label: 'shifts.starts', cell: ({ starts_at: at }) => exact(at, locale) },
          { label: 'shifts.ends', cell: ({ ends_at: at }) => exact(at, locale) },
          { label: 'shifts.load', cell: (shift) => <Load of={shift} /> },
          { label: 'shifts.kind', cell: ({ scheduled }) => translate(scheduled ? 'shifts.weekly' : 'shifts.single') },
        ]}
      />
    </Section>
  );
}

function Load({ of: { used_parcels: used, capacity_parcels: capacity } }: { readonly of: Shift }) {
  const translate = useTranslate();
  const share = capacity === 0 ? 0 : Math.min(100, (used / capacity) * 100);
  const label = translate('shifts.parcels', { used, capacity });
  return (
    <Box sx={{ minWidth: 140 }}>
      {label}
      <LinearProgress
        variant="determinate"
        value={share}
        aria-label={label}
        color={share >= 100 ? 'warning' : 'primary'}
      />
    </Box>
  );
}
