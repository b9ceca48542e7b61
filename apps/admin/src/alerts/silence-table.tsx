import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useCanAccess, useNotify, useTranslate } from 'react-admin';
import { call } from '../api/request';
import { useRead } from '../api/use-read';
import { ReadTable } from '../components/read-table';
import { Section } from '../components/section';
import { TimeAgo } from '../components/time-ago';
import type { CursorPage } from '../providers/cursor-memory';
import type { SilenceRecord } from './alert';

/** What is silenced now, by whom and why. */
export function SilenceTable() {
  const translate = useTranslate();
  const notify = useNotify();
  const { canAccess } = useCanAccess({ resource: 'silences', action: 'edit' });
  const found = useRead<CursorPage<SilenceRecord>>('/v1/alerts/silences?limit=50', { everyMs: 10_000 });
  const end = ({ id, version }: SilenceRecord) => {
    call('POST', `/v1/alerts/silences/${id}/end`, { body: {}, version })
      .catch((error: unknown) => notify(error instanceof Error ? error.message : String(error), { type: 'error' }))
      .finally(() => void found.refetch());
  };
  return (
    <Box sx={{ mt: 2 }}>
      <Section title={translate('alerts.silences')}>
        <ReadTable
          label={translate('alerts.silences')}
          of={found}
          only={({ ends_at: at }) => Date.parse(at) > Date.now()}
          keyOf={({ id }) => id}
          empty="silences"
          columns={[
            {
              label: 'alerts.matches',
              cell: ({ matchers }) =>
                matchers.map(({ name, is, value }) => `${name} ${is === 'different' ? '≠' : '='} ${value}`).join(', '),
            },
            { label: 'app.reason', cell: ({ reason }) => reason },
            { label: 'alerts.by', cell: ({ created_by: by }) => by },
            { label: 'alerts.ends', cell: ({ ends_at: at }) => <TimeAgo at={at} /> },
            {
              label: 'alerts.end',
              cell: (silence) =>
                canAccess === true ? (
                  <Button size="small" onClick={() => end(silence)}>
                    {translate('alerts.end')}
                  </Button>
                ) : null,
            },
          ]}
        />
      </Section>
    </Box>
  );
}
