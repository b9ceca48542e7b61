import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { useTranslate } from 'react-admin';
import { Section } from '../components/section';
import { StatusChip } from '../components/status-chip';
import { TimeAgo } from '../components/time-ago';
import { eventMessages } from '../i18n/event-messages';
import { addTexts } from '../i18n/page-texts';
import type { OrderEvent } from './order';

addTexts(eventMessages);

/** Everything that has happened to the order, the latest first; each event as it is stored on request. */
export function OrderEvents({ events }: { readonly events: readonly OrderEvent[] }) {
  const translate = useTranslate();
  return (
    <Section title={translate('orders.events')}>
      <Box sx={{ overflowX: 'auto' }} tabIndex={0} role="region" aria-label={translate('orders.events')}>
        <Table size="small">
          <TableHead>
            <TableRow>
              <TableCell>#</TableCell>
              {['event', 'status', 'actor', 'when', 'raw'].map((name) => (
                <TableCell key={name}>{translate(`orders.${name}`)}</TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {events.toReversed().map((event) => (
              <TableRow key={event.event_id}>
                <TableCell>{event.sequence}</TableCell>
                <TableCell>
                  {translate(`order_event.${event.code}`, { _: event.code })}
                  {event.reason_code === null ? '' : ` · ${event.reason_code}`}
                </TableCell>
                <TableCell>
                  <StatusChip status={event.to} />
                </TableCell>
                <TableCell title={event.actor} sx={{ maxWidth: 160, overflow: 'hidden', textOverflow: 'ellipsis' }}>
                  {event.actor}
                </TableCell>
                <TableCell>
                  <TimeAgo at={event.occurred_at} />
                </TableCell>
                <TableCell>
                  <details>
                    <Box component="summary" sx={{ whiteSpace: 'nowrap', cursor: 'pointer' }}>
                      {translate('orders.raw')}
                    </Box>
                    <Box component="pre" sx={{ fontSize: '0.75rem', m: 0 }}>
                      {JSON.stringify(event, null, 1)}
                    </Box>
                  </details>
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </Box>
    </Section>
  );
}
