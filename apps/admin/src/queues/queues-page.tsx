import Box from '@mui/material/Box';
import { useTranslate } from 'react-admin';
import { useRead } from '../api/use-read';
import { PageTitle } from '../components/page-title';
import { addTexts } from '../i18n/page-texts';
import { ReadFailure, Unread } from '../layout/read-state';
import { LetterSection } from './letter-section';
import type { PausedStage, Queue } from './queue';
import { queueMessages } from './queue-messages';
import { QueueTable } from './queue-table';

addTexts(queueMessages);

const LOOK_EVERY_MS = 2000;

/** What waits in each stage, what stands still, and what was given up. */
export default function QueuesPage() {
  const translate = useTranslate();
  const queues = useRead<{ readonly data: readonly Queue[] }>('/v1/queues', { everyMs: LOOK_EVERY_MS });
  const remedies = useRead<{ readonly paused_stages: readonly PausedStage[] }>('/v1/remediations', {
    everyMs: LOOK_EVERY_MS,
  });
  const read = [queues, remedies];
  if (queues.data === undefined || remedies.data === undefined) return <Unread of={read} />;
  const refetch = () => {
    for (const each of read) void each.refetch();
  };
  return (
    <>
      <ReadFailure of={read} />
      <PageTitle title={translate('pages.queues')} about={translate('queues.about')} />
      <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: 'minmax(0, 1fr)' }}>
        <QueueTable queues={queues.data.data} paused={remedies.data.paused_stages} onChanged={refetch} />
        <LetterSection onActed={refetch} />
      </Box>
    </>
  );
}
