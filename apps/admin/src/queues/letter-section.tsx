import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import Link from '@mui/material/Link';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { useRead } from '../api/use-read';
import { PageTable } from '../components/page-table';
import { Section } from '../components/section';
import { TimeAgo } from '../components/time-ago';
import { PageFailure } from '../layout/page-failure';
import type { CursorPage } from '../providers/cursor-memory';
import { queryOf } from '../providers/wire-form';
import { LetterActions } from './letter-actions';
import { CODES, type Letter, STAGES, whyOf } from './queue';

const PAGE = 50;
const LOOK_EVERY_MS = 5000;

/** The orders that rest, by what for: picked one by one, or a whole stage's, and sent on or discarded. */
export function LetterSection({ onActed }: { readonly onActed: () => void }) {
  const translate = useTranslate();
  const [stage, setStage] = useState('');
  const [code, setCode] = useState<string>('dead_letter');
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const [picked, setPicked] = useState<readonly string[]>([]);
  const query = queryOf({ limit: PAGE, code, stage: stage || undefined, cursor: cursors.at(-1) });
  const found = useRead<CursorPage<Letter>>(`/v1/dead-letters?${query}`, { everyMs: LOOK_EVERY_MS });
  const choose =
    (set: (value: string) => void): Chosen =>
    ({ target }) => {
      set(target.value);
      setCursors([]);
      setPicked([]);
    };
  const rows = found.data?.data ?? [];
  const shown = picked.filter((id) => rows.some((row) => row.order_id === id));
  const next = found.data?.page_info.next_cursor ?? null;
  return (
    <Section title={translate('queues.letters')}>
      <Box sx={{ display: 'flex', gap: 1.5, flexWrap: 'wrap', alignItems: 'center', mb: 1.5 }}>
        <LetterFilter stage={stage} code={code} onStage={choose(setStage)} onCode={choose(setCode)} />
        {code === 'dead_letter' ? (
          <LetterActions
            picked={shown}
            stage={rows.length === 0 ? '' : stage}
            onActed={() => {
              setPicked([]);
              void found.refetch();
              onActed();
            }}
          />
        ) : null}
      </Box>
      {found.error === null ? null : <PageFailure error={found.error} onRetry={() => void found.refetch()} />}
      {code === 'dead_letter' && rows.length > 0 ? (
        <FormControlLabel
          control={
            <Checkbox
              size="small"
              checked={shown.length === rows.length}
              indeterminate={shown.length > 0 && shown.length < rows.length}
              onChange={(event) => setPicked(event.target.checked ? rows.map((row) => row.order_id) : [])}
            />
          }
          label={translate('queues.pick_all')}
        />
      ) : null}
      <LetterTable rows={rows} canPick={code === 'dead_letter'} picked={shown} onPick={setPicked} />
      <Box sx={{ display: 'flex', gap: 1, justifyContent: 'flex-end', mt: 1 }}>
        {cursors.length === 0 ? null : (
          <Button size="small" onClick={() => setCursors(cursors.slice(0, -1))}>
            {translate('app.previous')}
          </Button>
        )}
        {next === null ? null : (
          <Button size="small" onClick={() => setCursors([...cursors, next])}>
            {translate('app.next')}
          </Button>
        )}
      </Box>
    </Section>
  );
}

type Chosen = (event: { readonly target: { readonly value: string } }) => void;

interface LetterFilterProps {
  readonly stage: string;
  readonly code: string;
  readonly onStage: Chosen;
  readonly onCode: Chosen;
}

function LetterFilter({ stage, code, onStage, onCode }: LetterFilterProps) {
  const translate = useTranslate();
  return (
    <>
      <TextField
        select
        size="small"
        label={translate('queues.of_stage')}
        value={stage}
        onChange={onStage}
        slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
        sx={{ minWidth: 150 }}
      >
        <MenuItem value="">{translate('queues.any_stage')}</MenuItem>
        {STAGES.map((name) => (
          <MenuItem key={name} value={name}>
            {name}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        select
        size="small"
        label={translate('queues.code')}
        value={code}
        onChange={onCode}
        sx={{ minWidth: 180 }}
      >
        {CODES.map((name) => (
          <MenuItem key={name} value={name}>
            {translate(`queues.code_of.${name}`)}
          </MenuItem>
        ))}
      </TextField>
    </>
  );
}

interface LetterTableProps {
  readonly rows: readonly Letter[];
  readonly canPick: boolean;
  readonly picked: readonly string[];
  readonly onPick: (ids: readonly string[]) => void;
}

function LetterTable({ rows, canPick, picked, onPick }: LetterTableProps) {
  const translate = useTranslate();
  return (
    <PageTable
      label={translate('queues.letters')}
      rows={rows}
      keyOf={({ order_id: id }) => id}
      empty="letters"
      columns={[
        {
          label: 'queues.order',
          cell: ({ order_id: id }) => (
            <Box sx={{ whiteSpace: 'nowrap' }}>
              {canPick ? (
                <Checkbox
                  size="small"
                  checked={picked.includes(id)}
                  onChange={(event) =>
                    onPick(event.target.checked ? [...picked, id] : picked.filter((other) => other !== id))
                  }
                  slotProps={{ input: { 'aria-label': translate('queues.pick', { order: id }) } }}
                />
              ) : null}
              <Link component={RouterLink} to={`/orders/${id}/show`}>
                …{id.slice(-12)}
              </Link>
            </Box>
          ),
        },
        { label: 'queues.stage', cell: ({ stage }) => stage },
        { label: 'queues.code', cell: ({ code }) => translate(`queues.code_of.${code}`, { _: code }) },
        {
          label: 'queues.why',
          cell: (row) => <Box sx={{ overflowWrap: 'anywhere', minWidth: 200 }}>{whyOf(row)}</Box>,
        },
        { label: 'queues.attempts', isNumber: true, cell: ({ attempts }) => attempts },
        { label: 'queues.since', cell: ({ since }) => <TimeAgo at={since} /> },
      ]}
    />
  );
}
