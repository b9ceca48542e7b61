import { DataTable, List, SelectInput } from 'react-admin';
import { CursorPagination } from '../components/cursor-pagination';
import { EmptyList } from '../components/empty-list';
import { StatusChip } from '../components/status-chip';
import { TimeAgo } from '../components/time-ago';
import type { IncidentRecord } from './alert';

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
    <List
      filters={FILTERS}
      pagination={<CursorPagination />}
      exporter={false}
      perPage={25}
      empty={false}
      queryOptions={{ refetchInterval: 5000 }}
    >
      <DataTable bulkActionButtons={false} rowClick="show" empty={<EmptyList />}>
        <DataTable.Col
          source="severity"
          label="alerts.severity"
          disableSort
          render={(incident: IncidentRecord) => <StatusChip of="state" status={incident.severity} />}
        />
        <DataTable.Col
          source="state"
          label="alerts.state"
          disableSort
          render={(incident: IncidentRecord) => <StatusChip of="state" status={incident.state} />}
        />
        <DataTable.Col source="summary" label="alerts.summary" disableSort />
        <DataTable.Col source="rule" label="alerts.rule" disableSort />
        <DataTable.Col
          source="opened_at"
          label="alerts.opened"
          disableSort
          render={(incident: IncidentRecord) => <TimeAgo at={incident.opened_at} />}
        />
        <DataTable.Col
          source="closed_at"
          label="alerts.closed"
          disableSort
          render={(incident: IncidentRecord) => <TimeAgo at={incident.closed_at} />}
        />
      </DataTable>
    </List>
  );
}
