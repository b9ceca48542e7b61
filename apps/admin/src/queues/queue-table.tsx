import Button from '@mui/material/Button';
import { useState } from 'react';
import { useCanAccess, useLocaleState, useTranslate } from 'react-admin';
import { create } from '../api/create';
import { duration } from '../components/amounts';
import { CommandDialog } from '../components/command-dialog';
import { PageTable } from '../components/page-table';
import { Section } from '../components/section';
import { relative } from '../components/time-ago';
import type { PausedStage, Queue } from './queue';

interface QueueTableProps {
  readonly queues: readonly Queue[];
  readonly paused: readonly PausedStage[];
  readonly onChanged: () => void;
}

/** Each stage with its backlog, and the switch that lets it stand still. */
export function QueueTable({ queues, paused, onChanged }: QueueTableProps) {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const count = (value: number | null) => value?.toLocaleString(locale) ?? '–';
  return (
    <Section title={translate('overview.stages')}>
      <PageTable
        label={translate('overview.stages')}
        rows={queues}
        keyOf={({ name }) => name}
        empty="any"
        columns={[
          { label: 'queues.stage', cell: ({ stage }) => stage },
          { label: 'queues.due', isNumber: true, cell: (queue) => count(queue.due_orders) },
          { label: 'queues.later', isNumber: true, cell: (queue) => count(queue.delayed_orders) },
          {
            label: 'overview.oldest',
            isNumber: true,
            cell: ({ oldest_age_s: age }) => (age === 0 ? '–' : duration(age, locale)),
          },
          {
            label: 'overview.rate',
            isNumber: true,
            cell: ({ per_second: rate }) => rate.toLocaleString(locale, { maximumFractionDigits: 1 }),
          },
          { label: 'queues.messages', isNumber: true, cell: (queue) => count(queue.waiting) },
          { label: 'queues.given_up', isNumber: true, cell: (queue) => count(queue.dead_letters) },
          {
            label: 'overview.state',
            cell: ({ stage }) => (
              <StageState stage={stage} pause={paused.find((one) => one.stage === stage)} onChanged={onChanged} />
            ),
          },
        ]}
      />
    </Section>
  );
}

interface StageStateProps {
  readonly stage: string;
  readonly pause: PausedStage | undefined;
  readonly onChanged: () => void;
}

function StageState({ stage, pause, onChanged }: StageStateProps) {
  const [asks, setAsks] = useState(false);
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const { canAccess } = useCanAccess({ resource: 'remediations', action: 'edit' });
  const name = pause === undefined ? 'pause' : 'resume';
  const proceed = async (reason: string) => {
    await create(`/v1/remediations/${name}_stage/runs`, { params: { stage }, reason });
    onChanged();
  };
  return (
    <>
      {pause === undefined
        ? translate('queues.running')
        : translate('queues.paused_since', {
            since: relative((Date.parse(pause.paused_at) - Date.now()) / 1000, locale),
            by: pause.paused_by,
            reason: pause.reason,
          })}{' '}
      {canAccess === true ? (
        <Button size="small" onClick={() => setAsks(true)} aria-label={translate(`queues.${name}_title`, { stage })}>
          {translate(`queues.${name}`)}
        </Button>
      ) : null}
      {asks ? (
        <CommandDialog
          title={translate(`queues.${name}_title`, { stage })}
          about={translate(`queues.${name}_about`)}
          proceed={translate(`queues.${name}`)}
          isDangerous={pause === undefined}
          asksReason
          onProceed={proceed}
          onClose={() => setAsks(false)}
        />
      ) : null}
    </>
  );
}
