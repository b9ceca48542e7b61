import CircleIcon from '@mui/icons-material/Circle';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { Loading, useTranslate } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { PageTitle } from '../components/page-title';
import { WorldMap } from '../components/world-map';
import { PageFailure } from '../layout/page-failure';
import { networkShape, type Facility, type Link } from './network-shape';
import { readAll } from './read-all';

/** More than this would be a smear on any screen. */
const LIMIT = 5000;
const KINDS = [
  ['warehouse', 'warning'],
  ['hub', 'primary'],
  ['station', 'info'],
] as const;

function useNetwork() {
  return useQuery({
    queryKey: ['network', 'read'],
    queryFn: async ({ signal }) => {
      const [facilities, links] = await Promise.all([
        readAll<Facility>('/v1/facilities', LIMIT, signal),
        readAll<Link>('/v1/links', LIMIT, signal),
      ]);
      return { facilities, links };
    },
    retry: false,
  });
}

/** The whole network on a map: where goods lie, are sorted and are delivered from, and which links are closed. */
export default function NetworkPage() {
  const { data, error, refetch } = useNetwork();
  const translate = useTranslate();
  const navigate = useNavigate();
  const shape = useMemo(() => (data === undefined ? undefined : networkShape(data.facilities, data.links)), [data]);
  const open = useCallback((id: string) => void navigate(`/facilities/${id}/show`), [navigate]);
  if (error !== null) return <PageFailure error={error} onRetry={() => void refetch()} />;
  if (data === undefined || shape === undefined) return <Loading />;
  const closed = data.links.filter((link) => link.closed).length;
  return (
    <>
      <PageTitle
        title={translate('pages.network')}
        about={translate('network.about', { facilities: data.facilities.length, links: data.links.length, closed })}
        actions={<Legend />}
      />
      <WorldMap
        label={translate('pages.network')}
        points={shape.points}
        lines={shape.lines}
        height={640}
        onPick={open}
      />
    </>
  );
}

function Legend() {
  const translate = useTranslate();
  return (
    <Box component="ul" sx={{ display: 'flex', gap: 2, listStyle: 'none', p: 0, m: 0, flexWrap: 'wrap' }}>
      {KINDS.map(([kind, colour]) => (
        <Box component="li" key={kind} sx={{ display: 'flex', alignItems: 'center', gap: 0.5 }}>
          <CircleIcon color={colour} sx={{ fontSize: 12 }} />
          <Typography variant="body2">{translate(`network.${kind}`)}</Typography>
        </Box>
      ))}
    </Box>
  );
}
