import Box from '@mui/material/Box';
import { lazy, Suspense, useMemo } from 'react';
import { useTranslate } from 'react-admin';
import { useRead } from '../api/use-read';
import { PageTitle } from '../components/page-title';
import { Section } from '../components/section';
import { TimeAgo } from '../components/time-ago';
import { ReadFailure, Unread } from '../layout/read-state';
import { curvesOf, FLOWS, type Overview } from './overview';
import { Breakers, Parked, Queues, Stages } from './overview-tables';
import { LiveEvents } from './live-events';
import { Tile } from './tile';

const SeriesChart = lazy(async () => ({ default: (await import('../components/series-chart')).SeriesChart }));
const LIVE_MS = 3000;

/** The operation at a glance: what flows, what waits and for how long, and what needs somebody. */
export default function OverviewPage() {
  const translate = useTranslate();
  const found = useRead<Overview>('/v1/overview', { everyMs: LIVE_MS });
  if (found.data === undefined) return <Unread of={[found]} />;
  const overview = found.data;
  return (
    <>
      <PageTitle title={translate('pages.overview')} about={<TimeAgo at={overview.as_of} />} />
      <ReadFailure of={[found]} />
      <Tiles overview={overview} />
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 3fr) minmax(0, 2fr)' },
        }}
      >
        <FlowChart history={overview.history} />
        <Stages rows={overview.stages} />
        <LiveEvents onReset={() => void found.refetch()} />
        <Box sx={{ display: 'grid', gap: 2, alignContent: 'start', minWidth: 0 }}>
          <Parked rows={overview.parked} />
          <Queues rows={overview.queues} />
          {overview.breakers.length === 0 ? null : <Breakers rows={overview.breakers} />}
        </Box>
      </Box>
    </>
  );
}

function Tiles({ overview }: { readonly overview: Overview }) {
  const translate = useTranslate();
  const { open, critical } = overview.incidents;
  return (
    <Box sx={{ display: 'grid', gap: 2, mb: 2, gridTemplateColumns: { xs: '1fr 1fr', md: 'repeat(4, 1fr)' } }}>
      {FLOWS.map((flow) => (
        <Tile
          key={flow}
          name={translate(`overview.${flow}`)}
          value={overview.orders_per_second[flow]}
          about={translate('overview.per_second')}
        />
      ))}
      <Tile
        name={translate('overview.incidents')}
        value={open}
        about={translate('overview.critical', { critical })}
        tone={critical > 0 ? 'error' : open > 0 ? 'warning' : 'success'}
        to="/incidents"
      />
    </Box>
  );
}

function FlowChart({ history }: { readonly history: Overview['history'] }) {
  const translate = useTranslate();
  const series = useMemo(
    () =>
      curvesOf(history, {
        received: translate('overview.received'),
        dispatched: translate('overview.dispatched'),
        delivered: translate('overview.delivered'),
      }),
    [history, translate],
  );
  return (
    <Section title={translate('overview.flow')}>
      <Suspense fallback={<Box sx={{ height: 280 }} />}>
        <SeriesChart label={translate('overview.flow')} series={series} />
      </Suspense>
    </Section>
  );
}
