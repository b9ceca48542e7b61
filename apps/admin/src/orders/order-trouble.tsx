import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useLocaleState, useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { money } from '../components/amounts';
import { TimeAgo } from '../components/time-ago';
import type { OrderProblem, OrderRecord } from './order';

interface OrderTroubleProps {
  readonly order: OrderRecord;
  readonly problem: OrderProblem;
}

/** Where each remedy is applied; the commands on the order itself are the buttons above. */
function placeOf(remedy: string, { merchant_id: merchantId }: OrderRecord): string | undefined {
  const places: Readonly<Record<string, string>> = {
    top_up_account: `/merchants/${merchantId}/show`,
    receive_stock: '/warehouses',
    add_capacity: '/couriers',
    open_link: '/network',
    ask_courier: '/couriers',
  };
  return places[remedy];
}

/** What a stage has left, as people read it: an amount as money. `key`, what the order waits by, is the system's own. */
function factsOf(detail: OrderProblem['detail'], locale: string): readonly (readonly [name: string, value: string])[] {
  const { amount_minor: minor, currency, ...rest } = detail;
  const amount = typeof minor === 'number' && typeof currency === 'string' ? money(minor, currency, locale) : undefined;
  return [
    ...(amount === undefined ? [] : [['amount', amount] as const]),
    ...Object.entries(rest)
      .filter(([name]) => name !== 'key')
      .map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const),
  ];
}

/** Why an order does not move, in words, with the facts that its stage left, and where to go to help it on. */
export function OrderTrouble({ order, problem }: OrderTroubleProps) {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const facts = factsOf(problem.detail, locale);
  return (
    <Alert
      severity={problem.code === 'dead_letter' ? 'error' : 'warning'}
      sx={{ mb: 2, '& .MuiAlert-message': { minWidth: 0, flexGrow: 1 } }}
    >
      <AlertTitle>
        {translate(`trouble.${problem.kind}`)} · <TimeAgo at={problem.since} />
      </AlertTitle>
      {translate(`trouble.${problem.code}`, {
        _: translate('trouble.other', { code: problem.code.replaceAll('_', ' ') }),
      })}
      <Box component="ul" sx={{ m: 0, mt: 1, pl: 2.5, overflowWrap: 'anywhere' }}>
        {problem.stage === null ? null : (
          <li>{translate('trouble.stage', { stage: problem.stage, smart_count: problem.attempts })}</li>
        )}
        {facts.map(([name, value]) => (
          <li key={name}>
            {name.replaceAll('_', ' ')}: {value}
          </li>
        ))}
      </Box>
      <Box sx={{ mt: 1, display: 'flex', gap: 1, flexWrap: 'wrap' }}>
        {problem.remedies.map((remedy) => {
          const place = placeOf(remedy, order);
          return place === undefined ? null : (
            <Button key={remedy} color="inherit" size="small" variant="outlined" component={Link} to={place}>
              {translate(`trouble.${remedy}`)}
            </Button>
          );
        })}
      </Box>
    </Alert>
  );
}
