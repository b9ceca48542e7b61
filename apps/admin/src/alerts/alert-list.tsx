import Button from '@mui/material/Button';
import { useState } from 'react';
import { DataTable, List, SelectInput, useCanAccess, useTranslate } from 'react-admin';
import { CursorPagination } from '../components/cursor-pagination';
import { EmptyList } from '../components/empty-list';
import { StatusChip } from '../components/status-chip';
import { TimeAgo } from '../components/time-ago';
import type { AlertRecord } from './alert';
import { SilenceDialog } from './silence-dialog';
import { SilenceTable } from './silence-table';

const FILTERS = [
  <SelectInput
    key="state"
    source="state"
    label="alerts.state"
    alwaysOn
    choices={['pending', 'firing', 'resolved'].map((id) => ({ id, name: `state.${id}` }))}
  />,
];

function Summary({ alert }: { readonly alert: AlertRecord }) {
  const translate = useTranslate();
  return (
    <>
      {alert.summary}
      {alert.hidden_by === null ? null : <em> ({translate('alerts.silenced')})</em>}
    </>
  );
}

function SilenceButton({ onPick }: { readonly onPick: () => void }) {
  const translate = useTranslate();
  return (
    <Button size="small" onClick={onPick}>
      {translate('alerts.silence')}
    </Button>
  );
}

/** What the rules say now, and what is silenced. */
export default function AlertList() {
  const [silencing, setSilencing] = useState<AlertRecord>();
  const { canAccess } = useCanAccess({ resource: 'silences', action: 'create' });
  return (
    <>
      <List
        filters={FILTERS}
        pagination={<CursorPagination />}
        exporter={false}
        perPage={25}
        empty={false}
        queryOptions={{ refetchInterval: 5000 }}
      >
        <DataTable bulkActionButtons={false} rowClick={false} empty={<EmptyList />}>
          <DataTable.Col
            source="severity"
            label="alerts.severity"
            disableSort
            render={(alert: AlertRecord) => <StatusChip of="state" status={alert.severity} />}
          />
          <DataTable.Col
            source="state"
            label="alerts.state"
            disableSort
            render={(alert: AlertRecord) => <StatusChip of="state" status={alert.state} />}
          />
          <DataTable.Col source="rule" label="alerts.rule" disableSort />
          <DataTable.Col
            source="summary"
            label="alerts.summary"
            disableSort
            render={(alert: AlertRecord) => <Summary alert={alert} />}
          />
          <DataTable.NumberCol
            source="value"
            label="alerts.value"
            disableSort
            options={{ maximumSignificantDigits: 4 }}
          />
          <DataTable.NumberCol
            source="threshold"
            label="alerts.threshold"
            disableSort
            options={{ maximumSignificantDigits: 4 }}
          />
          <DataTable.Col
            source="since"
            label="alerts.since"
            disableSort
            render={(alert: AlertRecord) => <TimeAgo at={alert.since} />}
          />
          {canAccess === true ? (
            <DataTable.Col
              source="key"
              label="alerts.silence"
              disableSort
              render={(alert: AlertRecord) => <SilenceButton onPick={() => setSilencing(alert)} />}
            />
          ) : null}
        </DataTable>
      </List>
      <SilenceTable />
      {silencing === undefined ? null : <SilenceDialog alert={silencing} onClose={() => setSilencing(undefined)} />}
    </>
  );
}
