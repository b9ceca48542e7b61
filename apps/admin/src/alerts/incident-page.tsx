import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { lazy, Suspense, useState } from 'react';
import { useCanAccess, useTranslate } from 'react-admin';
import { useParams } from 'react-router-dom';
import { change } from '../api/change';
import { useRead } from '../api/use-read';
import { CommandDialog } from '../components/command-dialog';
import { Facts } from '../components/facts';
import { PageTitle } from '../components/page-title';
import { Section } from '../components/section';
import { StatusChip } from '../components/status-chip';
import { TimeAgo } from '../components/time-ago';
import { ReadFailure, Unread } from '../layout/read-state';
import { RemediesSection } from '../remediation/remedies-section';
import type { IncidentRecord } from './alert';

const SeriesChart = lazy(async () => ({ default: (await import('../components/series-chart')).SeriesChart }));

/** One incident: what happened, the curve that proves it, who took it on, and what ended it. */
export default function IncidentPage() {
  const { id = '' } = useParams();
  const translate = useTranslate();
  const found = useRead<IncidentRecord>(`/v1/incidents/${encodeURIComponent(id)}`, { everyMs: 5000 });
  if (found.data === undefined) return <Unread of={[found]} />;
  const incident = found.data;
  return (
    <>
      <ReadFailure of={[found]} />
      <PageTitle
        title={incident.summary}
        about={
          <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
            <StatusChip of="state" status={incident.severity} />
            <StatusChip of="state" status={incident.state} />
            <code>{incident.rule}</code>
          </Box>
        }
        actions={<Acknowledge incident={incident} onChanged={() => void found.refetch()} />}
      />
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 2fr) minmax(0, 1fr)' },
        }}
      >
        <Section title={translate('alerts.evidence')}>
          {incident.evidence.series.length === 0 ? (
            <Typography color="textSecondary">{translate('alerts.no_evidence')}</Typography>
          ) : (
            <Suspense fallback={null}>
              <SeriesChart label={incident.summary} series={incident.evidence.series} />
            </Suspense>
          )}
        </Section>
        <IncidentFacts incident={incident} />
        <RemediesSection
          from={incident.opened_at}
          until={incident.closed_at}
          labels={incident.evidence.series[0]?.labels ?? {}}
        />
      </Box>
    </>
  );
}

function IncidentFacts({ incident }: { readonly incident: IncidentRecord }) {
  const translate = useTranslate();
  const { acknowledged_by: by, note, ended } = incident;
  return (
    <Section title={translate('alerts.facts')}>
      <Facts
        of={[
          [translate('alerts.opened'), <TimeAgo key="opened" at={incident.opened_at} />],
          [translate('alerts.acknowledged_by'), by ?? '–'],
          [translate('alerts.note'), note ?? '–'],
          [translate('alerts.closed'), <TimeAgo key="closed" at={incident.closed_at} />],
          [translate('alerts.ticket'), incident.ticket_id ?? '–'],
          [translate('alerts.ended'), ended === null ? '–' : `${ended.by} (${ended.alert}: ${ended.value})`],
        ]}
      />
    </Section>
  );
}

function Acknowledge({ incident, onChanged }: { readonly incident: IncidentRecord; readonly onChanged: () => void }) {
  // As it was when the person decided: it is read again and again.
  const [seen, setSeen] = useState<IncidentRecord>();
  const [note, setNote] = useState('');
  const { canAccess } = useCanAccess({ resource: 'incidents', action: 'edit' });
  const translate = useTranslate();
  if (canAccess !== true || (incident.state !== 'open' && seen === undefined)) return null;
  const acknowledge = async ({ id, version }: IncidentRecord) => {
    const at = `/v1/incidents/${id}`;
    const body = note === '' ? {} : { note };
    await change(`${at}/acknowledge`, { method: 'POST', body, version, readAt: at });
    onChanged();
  };
  return (
    <>
      <Button variant="contained" onClick={() => setSeen(incident)}>
        {translate('alerts.acknowledge')}
      </Button>
      {seen === undefined ? null : (
        <CommandDialog
          title={translate('alerts.acknowledge')}
          proceed={translate('alerts.acknowledge')}
          changes={{ shown: seen, reload: onChanged }}
          onProceed={() => acknowledge(seen)}
          onClose={() => setSeen(undefined)}
        >
          <TextField
            multiline
            label={translate('alerts.note')}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </CommandDialog>
      )}
    </>
  );
}
