import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import { useEffect } from 'react';
import { useListContext, useTranslate } from 'react-admin';
import { orderQuery, saysTooMuch } from './order-query';

interface OrderView {
  readonly name: string;
  readonly filter: { readonly status?: readonly string[]; readonly problem?: string };
  readonly isProblem?: boolean;
}

/** What operators look for most: a name, and the filter that it stands for. The last three are the problem queue. */
const VIEWS: readonly OrderView[] = [
  { name: 'all', filter: {} },
  { name: 'under_way', filter: { status: ['dispatched', 'picked_up', 'in_transit', 'out_for_delivery'] } },
  { name: 'delivered', filter: { status: ['delivered'] } },
  { name: 'ended_badly', filter: { status: ['rejected', 'expired', 'lost', 'returned'] } },
  { name: 'failed', filter: { problem: 'failed' }, isProblem: true },
  { name: 'stuck', filter: { problem: 'stuck' }, isProblem: true },
  { name: 'idle', filter: { problem: 'idle' }, isProblem: true },
];

const NO_SEARCH = { waybill: undefined, reference_prefix: undefined };

export function OrderViews() {
  const list = useListContext();
  const { setFilters } = list;
  const filterValues = list.filterValues as OrderView['filter'] & Readonly<Record<string, unknown>>;
  const translate = useTranslate();
  // A search stands alone: what it does not take must not look as if it counted.
  useEffect(() => {
    if (saysTooMuch(filterValues)) setFilters(orderQuery(filterValues));
  }, [filterValues, setFilters]);
  const { status, problem } = filterValues;
  const isChosen = ({ filter }: OrderView) =>
    String(filter.status ?? []) === String(status ?? []) && filter.problem === problem;
  return (
    <Box role="group" aria-label={translate('orders.views')} sx={{ display: 'flex', gap: 1, flexWrap: 'wrap', p: 1.5 }}>
      {VIEWS.map((view) => (
        <Chip
          key={view.name}
          label={translate(`orders.${view.name}`)}
          color={isChosen(view) ? 'primary' : view.isProblem === true ? 'warning' : 'default'}
          variant={isChosen(view) ? 'filled' : 'outlined'}
          aria-pressed={isChosen(view)}
          onClick={() =>
            setFilters({ ...filterValues, ...NO_SEARCH, status: undefined, problem: undefined, ...view.filter })
          }
        />
      ))}
    </Box>
  );
}
