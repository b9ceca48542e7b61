import Button from '@mui/material/Button';
import { useState } from 'react';
import { DataTable, SelectInput, useCanAccess, useTranslate } from 'react-admin';
import { CursorList, CursorTable, StatusColumn, TimeColumn } from '../components/cursor-list';
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
      <CursorList filters={FILTERS} queryOptions={{ refetchInterval: 5000 }}>
        <CursorTable rowClick={false}>
          <StatusColumn of="state" source="severity" label="alerts.severity" />
          <StatusColumn of="state" source="state" label="alerts.state" />
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
          <TimeColumn source="since" label="alerts.since" />
          {canAccess === true ? (
            <DataTable.Col
              source="key"
              label="alerts.silence"
              disableSort
              render={(alert: AlertRecord) => <SilenceButton onPick={() => setSilencing(alert)} />}
            />
          ) : null}
        </CursorTable>
      </CursorList>
      <SilenceTable />
      {silencing === undefined ? null : <SilenceDialog alert={silencing} onClose={() => setSilencing(undefined)} />}
    </>
  );
}
