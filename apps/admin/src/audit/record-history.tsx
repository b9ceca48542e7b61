import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useCanAccess, useRecordContext, useTranslate } from 'react-admin';
import { useRead } from '../api/use-read';
import { DifferenceTable } from '../components/difference-table';
import { EmptyList } from '../components/empty-list';
import { Section } from '../components/section';
import { TimeAgo } from '../components/time-ago';
import type { CursorPage } from '../providers/cursor-memory';
import type { AuditEntry } from './audit-entry';
import './audit-messages';

/** Who changed the record around, for those who may know; read when somebody asks for it. */
export function RecordHistory({ type }: { readonly type: string }) {
  const [isOpen, setOpen] = useState(false);
  const record = useRecordContext();
  const translate = useTranslate();
  const { canAccess } = useCanAccess({ resource: 'audit', action: 'list' });
  if (record === undefined || canAccess !== true) return null;
  return (
    <Box sx={{ mt: 2 }}>
      {isOpen ? (
        <Section title={translate('audit.history')}>
          <Entries path={`/v1/audit?resource_type=${type}&resource_id=${encodeURIComponent(String(record.id))}`} />
        </Section>
      ) : (
        <Button onClick={() => setOpen(true)}>{translate('audit.show')}</Button>
      )}
    </Box>
  );
}

function Entries({ path }: { readonly path: string }) {
  const { data, error } = useRead<CursorPage<AuditEntry>>(path);
  if (error !== null) return <Typography color="error">{error.message}</Typography>;
  if (data === undefined) return null;
  if (data.data.length === 0) return <EmptyList name="history" />;
  return (
    <Box sx={{ display: 'grid', gap: 2 }}>
      {data.data.map((entry) => (
        <div key={entry.id}>
          <Typography variant="body2">
            <strong>{entry.actor.name ?? entry.actor.id}</strong> · {entry.action} · <TimeAgo at={entry.at} />
          </Typography>
          <DifferenceTable before={entry.before} after={entry.after} headings={['audit.before', 'audit.after']} />
        </div>
      ))}
    </Box>
  );
}
