import Link from '@mui/material/Link';
import { useLocaleState, useTranslate } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { duration } from '../components/amounts';
import { PageTable } from '../components/page-table';
import { Section } from '../components/section';
import type { Overview, QueueState, StageState } from './overview';

const NEEDS_SOMEBODY = `/orders?filter=${encodeURIComponent(JSON.stringify({ problem: 'failed' }))}`;

function Age({ seconds }: { readonly seconds: number }) {
  const [locale] = useLocaleState();
  return <>{seconds === 0 ? '–' : duration(seconds, locale)}</>;
}

/** What each stage has before it, for how long, and how fast it gets it done. */
export function Stages({ rows }: { readonly rows: readonly StageState[] }) {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  return (
    <Section title={translate('overview.stages')}>
      <PageTable
        label={translate('overview.stages')}
        rows={rows}
        keyOf={({ stage }) => stage}
        empty="any"
        columns={[
          { label: 'overview.stage', cell: ({ stage }) => stage },
          {
            label: 'overview.waiting',
            isNumber: true,
            cell: ({ waiting_orders: count }) => count.toLocaleString(locale),
          },
          { label: 'overview.oldest', isNumber: true, cell: ({ oldest_age_s: age }) => <Age seconds={age} /> },
          {
            label: 'overview.rate',
            isNumber: true,
            cell: ({ per_second: rate }) => rate.toLocaleString(locale, { maximumFractionDigits: 1 }),
          },
          {
            label: 'overview.dead_letters',
            isNumber: true,
            cell: ({ dead_letters: count }) => count.toLocaleString(locale),
          },
        ]}
      />
    </Section>
  );
}

/** How many orders wait, and for what. */
export function Parked({ rows }: { readonly rows: Overview['parked'] }) {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  return (
    <Section
      title={translate('overview.parked')}
      actions={
        <Link component={RouterLink} to={NEEDS_SOMEBODY}>
          {translate('orders.failed')}
        </Link>
      }
    >
      <PageTable
        label={translate('overview.parked')}
        rows={rows}
        keyOf={({ stage, code }) => `${stage} ${code}`}
        empty="parked"
        columns={[
          { label: 'overview.stage', cell: ({ stage }) => stage },
          { label: 'overview.code', cell: ({ code }) => code.replaceAll('_', ' ') },
          { label: 'overview.orders', isNumber: true, cell: ({ orders }) => orders.toLocaleString(locale) },
        ]}
      />
    </Section>
  );
}

/** The queues in Redis, which hurry what PostgreSQL holds. */
export function Queues({ rows }: { readonly rows: readonly QueueState[] }) {
  const translate = useTranslate();
  const stateOf = ({ paused }: QueueState) => (paused === null ? 'unknown' : paused ? 'paused' : 'running');
  return (
    <Section title={translate('overview.queues')}>
      <PageTable
        label={translate('overview.queues')}
        rows={rows}
        keyOf={({ name }) => name}
        empty="any"
        columns={[
          { label: 'overview.queue', cell: ({ name }) => name },
          { label: 'overview.waiting', isNumber: true, cell: ({ waiting }) => waiting ?? '–' },
          { label: 'overview.active', isNumber: true, cell: ({ active }) => active ?? '–' },
          { label: 'overview.oldest', isNumber: true, cell: ({ oldest_age_s: age }) => <Age seconds={age} /> },
          { label: 'overview.state', cell: (queue) => translate(`overview.${stateOf(queue)}`) },
        ]}
      />
    </Section>
  );
}

/** Which of the outside is left alone for a while, and by how many processes. */
export function Breakers({ rows }: { readonly rows: Overview['breakers'] }) {
  const translate = useTranslate();
  return (
    <Section title={translate('overview.breakers')}>
      <PageTable
        label={translate('overview.breakers')}
        rows={rows}
        keyOf={({ name }) => name}
        empty="any"
        columns={[
          { label: 'overview.breaker', cell: ({ name }) => name },
          {
            label: 'overview.state',
            cell: ({ open, open_in: count, processes }) =>
              open ? translate('overview.open_in', { open: count, processes }) : translate('overview.closed'),
          },
        ]}
      />
    </Section>
  );
}
