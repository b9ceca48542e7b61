import { DataTable, DateTimeInput, SelectInput, TextInput, useRecordContext, useTranslate } from 'react-admin';
import { CursorList, CursorTable, TimeColumn } from '../components/cursor-list';
import { instantOf } from '../components/instant-of';
import { DifferenceTable } from '../components/difference-table';
import { differences } from '../components/differences';
import { EmptyList } from '../components/empty-list';
import { SavedViews } from '../views/saved-views';
import { type AuditEntry, AUDITED } from './audit-entry';
import './audit-messages';

const FILTERS = [
  <SelectInput
    key="resource_type"
    source="resource_type"
    label="audit.resource_type"
    alwaysOn
    translateChoice={false}
    choices={AUDITED.map((id) => ({ id, name: id.replaceAll('_', ' ') }))}
    sx={{ minWidth: 180 }}
  />,
  <TextInput key="resource_id" source="resource_id" label="audit.resource_id" alwaysOn resettable />,
  <TextInput key="actor" source="actor" label="audit.actor_id" alwaysOn resettable />,
  <TextInput key="action" source="action" label="audit.action" alwaysOn resettable />,
  <DateTimeInput key="since" source="since" label="audit.since" parse={instantOf} />,
  <DateTimeInput key="until" source="until" label="audit.until" parse={instantOf} />,
];

function Changed() {
  const entry = useRecordContext() as unknown as AuditEntry | undefined;
  if (entry === undefined) return null;
  return <DifferenceTable before={entry.before} after={entry.after} headings={['audit.before', 'audit.after']} />;
}

function Members({ entry }: { readonly entry: AuditEntry }) {
  const translate = useTranslate();
  const names = differences(entry.before, entry.after).map(({ name }) => name);
  const few = names.slice(0, 3).join(', ');
  return <>{names.length <= 3 ? few : `${few}, … (${translate('audit.members', { smart_count: names.length })})`}</>;
}

/** Who of the staff changed what, newest first; a row opens to what it was and what it is. */
export default function AuditList() {
  return (
    <CursorList filters={FILTERS}>
      <SavedViews />
      <CursorTable rowClick="expand" expand={<Changed />} expandSingle empty={<EmptyList name="audit" />}>
        <TimeColumn source="at" label="audit.at" />
        <DataTable.Col
          source="actor"
          label="audit.actor"
          disableSort
          render={({ actor }: AuditEntry) => `${actor.name ?? actor.id} (${actor.role})`}
        />
        <DataTable.Col source="action" label="audit.action" disableSort />
        <DataTable.Col
          source="resource"
          label="audit.resource"
          disableSort
          render={({ resource }: AuditEntry) => `${resource.type.replaceAll('_', ' ')} ${resource.id}`}
        />
        <DataTable.Col
          source="changed"
          label="audit.changed"
          disableSort
          render={(entry: AuditEntry) => <Members entry={entry} />}
        />
        <DataTable.Col
          source="address"
          label="audit.address"
          disableSort
          render={({ actor }: AuditEntry) => actor.address}
        />
      </CursorTable>
    </CursorList>
  );
}
