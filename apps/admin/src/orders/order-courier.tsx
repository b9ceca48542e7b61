import Typography from '@mui/material/Typography';
import { ReferenceField, TextField, useLocaleState, useTranslate } from 'react-admin';
import { useRead } from '../api/use-read';
import { distance } from '../components/amounts';
import { Section } from '../components/section';
import { TimeAgo } from '../components/time-ago';
import { ReadFailure } from '../layout/read-state';
import type { OrderDetail } from './order';

interface Assignment {
  readonly courier_id: string;
  readonly assigned_at: string;
  readonly explanation: {
    readonly distance_m: number;
    readonly measured_from: 'position' | 'zone_centre';
    readonly considered: number;
    readonly rejected: Readonly<Record<string, number>>;
    readonly runner_up: { readonly distance_m: number } | null;
  };
}

/** Who carries the parcel to the door, and the reason that was stored when it was decided. */
export function OrderCourier({ order }: { readonly order: OrderDetail }) {
  const translate = useTranslate();
  const isAssigned = order.assignment !== null;
  const found = useRead<Assignment | null>(`/v1/assignments/${order.id}`, {
    mayBeMissing: true,
    enabled: isAssigned,
  });
  const { data } = found;
  return (
    <Section title={translate('orders.courier')}>
      <ReadFailure of={[found]} />
      {isAssigned && data === undefined ? null : !isAssigned || data === null || data === undefined ? (
        <Typography color="textSecondary">{translate('orders.no_courier')}</Typography>
      ) : (
        <>
          <ReferenceField record={{ id: order.id, ...data }} source="courier_id" reference="couriers" link="show">
            <TextField source="name" sx={{ fontWeight: 600 }} />
          </ReferenceField>{' '}
          <TimeAgo at={data.assigned_at} />
          <Explanation of={data.explanation} />
        </>
      )}
    </Section>
  );
}

function Explanation({ of }: { readonly of: Assignment['explanation'] }) {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const reasons = Object.entries(of.rejected).filter(([, count]) => count > 0);
  return (
    <Typography color="textSecondary" variant="body2" sx={{ mt: 1 }}>
      {translate('orders.courier_why', {
        considered: of.considered,
        distance: distance(of.distance_m, locale),
        from: translate(`orders.${of.measured_from}`),
      })}{' '}
      {of.runner_up === null
        ? ''
        : translate('orders.runner_up', { distance: distance(of.runner_up.distance_m, locale) })}{' '}
      {reasons.length === 0
        ? ''
        : translate('orders.passed_over', {
            reasons: reasons.map(([reason, count]) => `${reason} (${count})`).join(', '),
          })}
    </Typography>
  );
}
