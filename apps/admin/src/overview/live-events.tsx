import PauseIcon from '@mui/icons-material/Pause';
import PlayArrowIcon from '@mui/icons-material/PlayArrow';
import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import IconButton from '@mui/material/IconButton';
import Link from '@mui/material/Link';
import { useState } from 'react';
import { useLocaleState, useTranslate } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { EmptyList } from '../components/empty-list';
import { Section } from '../components/section';
import { StatusChip } from '../components/status-chip';
import { eventMessages } from '../i18n/event-messages';
import { addTexts } from '../i18n/page-texts';
import { type OrderEvent, useLiveEvents } from './use-live-events';

addTexts(eventMessages);
addTexts({
  live: {
    title: ['As it happens', '实时动态'],
    on: ['Live', '实时'],
    off: ['Reconnecting', '重新连接中'],
    pause: ['Hold still', '暂停'],
    resume: ['Go on', '继续'],
  },
  empty: { live: ['Nothing has happened since this page was opened.', '打开本页后尚无动态。'] },
});

interface LiveEventsProps {
  /** What was missed for good: what the page shows is read again. */
  readonly onReset: () => void;
}

/** Every event of every order, newest first, as soon as it is written. */
export function LiveEvents({ onReset }: LiveEventsProps) {
  const translate = useTranslate();
  const [held, setHeld] = useState<readonly OrderEvent[]>();
  const { events, isLive } = useLiveEvents(onReset);
  const shown = held ?? events;
  const [Icon, label] = held === undefined ? [PauseIcon, 'live.pause'] : [PlayArrowIcon, 'live.resume'];
  return (
    <Section
      title={translate('live.title')}
      actions={
        <>
          <Chip
            size="small"
            role="status"
            color={isLive ? 'success' : 'warning'}
            variant="outlined"
            label={translate(isLive ? 'live.on' : 'live.off')}
          />
          <IconButton
            size="small"
            aria-label={translate(label)}
            onClick={() => setHeld(held === undefined ? events : undefined)}
          >
            <Icon />
          </IconButton>
        </>
      }
    >
      {shown.length === 0 ? (
        <EmptyList name="live" />
      ) : (
        <Box
          component="ol"
          tabIndex={0}
          aria-label={translate('live.title')}
          sx={{ m: 0, p: 0, listStyle: 'none', maxHeight: 320, overflowY: 'auto' }}
        >
          {shown.map((event) => (
            <LiveRow key={event.event_id} event={event} />
          ))}
        </Box>
      )}
    </Section>
  );
}

function LiveRow({ event }: { readonly event: OrderEvent }) {
  const [locale] = useLocaleState();
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }).format(new Date(event.recorded_at));
  return (
    <Box
      component="li"
      data-event={event.event_id}
      sx={{ display: 'flex', gap: 1.5, py: 0.5, alignItems: 'center', borderBottom: 1, borderColor: 'divider' }}
    >
      <Box component="time" sx={{ color: 'text.secondary', fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>
        {time}
      </Box>
      <Link
        component={RouterLink}
        to={`/orders/${event.order_id}/show`}
        sx={{ flexGrow: 1, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}
      >
        {event.reference}
      </Link>
      <StatusChip of="order_event" status={event.code} />
    </Box>
  );
}
