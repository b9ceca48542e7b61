import Button from '@mui/material/Button';
import { useState } from 'react';
import { useCanAccess, useTranslate } from 'react-admin';
import { useRead } from '../api/use-read';
import { ReadTable } from '../components/read-table';
import { Section } from '../components/section';
import { StatusChip } from '../components/status-chip';
import { TimeAgo } from '../components/time-ago';
import { addTexts } from '../i18n/page-texts';
import { ReadFailure } from '../layout/read-state';
import type { CursorPage } from '../providers/cursor-memory';
import type { RemedyAction, RemedyRun, RunFacts } from './remediation';
import { remediationMessages } from './remediation-messages';
import { RunDialog } from './run-dialog';

addTexts(remediationMessages);

interface RemediesSectionProps {
  readonly from: string;
  readonly until: string | null;
  /** What it is about: a form begins with it. */
  readonly labels: Readonly<Record<string, string>>;
}

/** What rules and people did to heal within a time, what came of it, and a way to do more. */
export function RemediesSection({ from, until, labels }: RemediesSectionProps) {
  const [asks, setAsks] = useState(false);
  const translate = useTranslate();
  const { canAccess } = useCanAccess({ resource: 'remediations', action: 'edit' });
  const query = new URLSearchParams({ from, ...(until !== null && { until }), limit: '50' });
  const runs = useRead<CursorPage<RemedyRun>>(`/v1/remediations/runs?${query}`, { everyMs: 3000 });
  const known = useRead<{ readonly actions: readonly RemedyAction[] }>('/v1/remediations', { enabled: asks });
  return (
    <Section
      title={translate('remediation.title')}
      actions={
        canAccess === true && until === null ? (
          <Button onClick={() => setAsks(true)}>{translate('remediation.begin')}</Button>
        ) : null
      }
    >
      <ReadTable
        label={translate('remediation.title')}
        of={runs}
        keyOf={({ id }) => id}
        empty="remedies"
        columns={COLUMNS}
      />
      {asks ? <ReadFailure of={[known]} /> : null}
      {asks && known.data !== undefined ? (
        <RunDialog
          actions={known.data.actions}
          labels={labels}
          onRun={() => void runs.refetch()}
          onClose={() => setAsks(false)}
        />
      ) : null}
    </Section>
  );
}

const COLUMNS = [
  { label: 'remediation.started', cell: (run: RemedyRun) => <TimeAgo at={run.started_at} /> },
  { label: 'remediation.action', cell: (run: RemedyRun) => <What run={run} /> },
  { label: 'remediation.by', cell: (run: RemedyRun) => <Who run={run} /> },
  { label: 'app.reason', cell: (run: RemedyRun) => run.reason },
  { label: 'remediation.outcome', cell: (run: RemedyRun) => <StatusChip of="state" status={run.state} /> },
  { label: 'remediation.found', cell: (run: RemedyRun) => run.error ?? <Found run={run} /> },
];

function What({ run }: { readonly run: RemedyRun }) {
  const translate = useTranslate();
  const of = Object.values(run.params).join(', ');
  return (
    <>
      {translate(`remediation.actions.${run.action}`, { _: run.action })}
      {of === '' ? '' : ` (${of})`}
    </>
  );
}

function Who({ run }: { readonly run: RemedyRun }) {
  const translate = useTranslate();
  return run.rule === null ? run.requested_by : translate('remediation.by_rule', { rule: run.rule });
}

function Found({ run }: { readonly run: RemedyRun }) {
  return `${said(run.before)} → ${run.after === null ? '…' : said(run.after)}`;
}

function said(facts: RunFacts): string {
  return Object.entries(facts)
    .map(([name, value]) => `${name} ${value ?? '–'}`)
    .join(', ');
}
