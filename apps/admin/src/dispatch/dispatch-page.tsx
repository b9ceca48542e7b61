import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Loading, useTranslate } from 'react-admin';
import { useSearchParams } from 'react-router-dom';
import { useRead } from '../api/use-read';
import { EmptyList } from '../components/empty-list';
import { PageTitle } from '../components/page-title';
import { WorldMap } from '../components/world-map';
import { addTexts } from '../i18n/page-texts';
import { PageFailure } from '../layout/page-failure';
import { ReadFailure, Unread } from '../layout/read-state';
import { readAll } from '../network/read-all';
import { CourierLoads } from './courier-loads';
import { CourierOrders } from './courier-orders';
import { dispatchMessages } from './dispatch-messages';
import { type ZoneDispatch, zonePoints } from './zone-dispatch';
import { ZoneOrders } from './zone-orders';

addTexts(dispatchMessages);

interface Zone {
  readonly id: string;
  readonly name: string;
}

const ZONES_AT_MOST = 2000;
const LOOK_EVERY_MS = 5000;

/** The last miles of one zone: who carries what, who waits, and who should carry it instead. */
export default function DispatchPage() {
  const translate = useTranslate();
  const [search, setSearch] = useSearchParams();
  const zones = useQuery({
    queryKey: ['zones', 'all'],
    queryFn: ({ signal }) => readAll<Zone>('/v1/zones', ZONES_AT_MOST, signal),
    retry: false,
  });
  if (zones.error !== null) return <PageFailure error={zones.error} onRetry={() => void zones.refetch()} />;
  if (zones.data === undefined) return <Loading />;
  const wanted = search.get('zone') ?? '';
  const chosen = zones.data.some(({ id }) => id === wanted) ? wanted : (zones.data[0]?.id ?? '');
  return (
    <>
      <PageTitle
        title={translate('pages.dispatch')}
        actions={
          <TextField
            select
            size="small"
            label={translate('dispatch.zone')}
            value={chosen}
            onChange={(event) => setSearch({ zone: event.target.value })}
            sx={{ minWidth: 220 }}
          >
            {zones.data.map(({ id, name }) => (
              <MenuItem key={id} value={id}>
                {name}
              </MenuItem>
            ))}
          </TextField>
        }
      />
      {chosen === '' ? <EmptyList name="dispatch_zones" /> : <ZoneDesk key={chosen} zoneId={chosen} />}
    </>
  );
}

function ZoneDesk({ zoneId }: { readonly zoneId: string }) {
  const translate = useTranslate();
  const [courierId, setCourierId] = useState<string>();
  const found = useRead<ZoneDispatch>(`/v1/zones/${encodeURIComponent(zoneId)}/dispatch`, { everyMs: LOOK_EVERY_MS });
  const points = useMemo(() => (found.data === undefined ? [] : zonePoints(found.data)), [found.data]);
  if (found.data === undefined) return <Unread of={[found]} />;
  const { couriers, more } = found.data;
  const courier = couriers.find(({ id }) => id === courierId);
  return (
    <>
      <ReadFailure of={[found]} />
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          alignItems: 'start',
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 3fr) minmax(0, 2fr)' },
        }}
      >
        <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: 'minmax(0, 1fr)' }}>
          <CourierLoads couriers={couriers} more={more.couriers} onPick={setCourierId} />
          {courier === undefined ? null : (
            <CourierOrders
              key={courier.id}
              courier={courier}
              couriers={couriers}
              onChanged={() => void found.refetch()}
            />
          )}
        </Box>
        <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: 'minmax(0, 1fr)' }}>
          <WorldMap label={translate('dispatch.map')} points={points} />
          <ZoneOrders zone={found.data} />
        </Box>
      </Box>
    </>
  );
}
