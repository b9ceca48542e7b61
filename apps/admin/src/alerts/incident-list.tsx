import { DataTable, SelectInput } from 'react-admin';
import { CursorList, CursorTable, StatusColumn, TimeColumn } from '../components/cursor-list';

const FILTERS = [
  <SelectInput
    key="open"
    source="open"
    label="alerts.open_only"
    alwaysOn
    choices={[
      { id: 'true', name: 'state.yes' },
      { id: 'false', name: 'state.no' },
    ]}
  />,
];

/** What went wrong, the newest first. */
export default function IncidentList() {
  return (
    <CursorList filters={FILTERS} queryOptions={{ refetchInterval: 5000 }}>
      <CursorTable>
        <StatusColumn of="state" source="severity" label="alerts.severity" />
        <StatusColumn of="state" source="state" label="alerts.state" />
        <DataTable.Col source="summary" label="alerts.summary" disableSort />
        <DataTable.Col source="rule" label="alerts.rule" disableSort />
        <TimeColumn source="opened_at" label="alerts.opened" />
        <TimeColumn source="closed_at" label="alerts.closed" />
      </CursorTable>
    </CursorList>
  );
}
