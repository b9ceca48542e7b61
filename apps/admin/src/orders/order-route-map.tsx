import Typography from '@mui/material/Typography';
import { lazy, Suspense, useMemo } from 'react';
import { useGetMany, useLocaleState, useTranslate } from 'react-admin';
import { distance, duration } from '../components/amounts';
import type { MapLine, MapPoint } from '../components/draw-map';
import { Section } from '../components/section';
import { exact } from '../components/time-ago';
import type { OrderDetail, OrderRoute } from './order';
import { type LinkRecord, type PlaceRecord, routeShape } from './route-shape';

const WorldMap = lazy(async () => ({ default: (await import('../components/world-map')).WorldMap }));
const NO_LEGS: LinkRecord[] = [];
const NOTHING: { readonly points: readonly MapPoint[]; readonly lines: readonly MapLine[] } = { points: [], lines: [] };

/** The legs of the way, the station, and the door. */
export function OrderRouteMap({ order }: { readonly order: OrderDetail }) {
  const translate = useTranslate();
  return (
    <Section title={translate('orders.route')}>
      {order.route === null ? (
        <Typography color="textSecondary">{translate('orders.no_route')}</Typography>
      ) : (
        <Route order={order} route={order.route} />
      )}
    </Section>
  );
}

function Route({ order, route }: { readonly order: OrderDetail; readonly route: OrderRoute }) {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const { data: legs } = useGetMany<LinkRecord>('links', { ids: [...route.link_ids] });
  const links = route.link_ids.length === 0 ? NO_LEGS : legs;
  const facilityIds = [
    ...new Set([route.from_facility_id, route.station_id, ...(links ?? []).map((link) => link.to_facility_id)]),
  ];
  const { data: facilities } = useGetMany<PlaceRecord>('facilities', { ids: facilityIds });
  const { lat, lng } = order.recipient.address;
  const shape = useMemo(
    () =>
      links === undefined || facilities === undefined
        ? NOTHING
        : routeShape(route.link_ids, links, facilities, { lat, lng, label: order.recipient.address.city }),
    [route.link_ids, links, facilities, lat, lng, order.recipient.address.city],
  );
  return (
    <>
      <Typography color="textSecondary" sx={{ mb: 1.5 }}>
        {translate('orders.route_about', {
          distance: distance(route.distance_m, locale),
          duration: duration(route.duration_s, locale),
          eta: exact(route.eta, locale),
        })}
      </Typography>
      {shape.points.length === 0 ? null : (
        <Suspense fallback={null}>
          <WorldMap label={translate('orders.route')} points={shape.points} lines={shape.lines} />
        </Suspense>
      )}
    </>
  );
}
