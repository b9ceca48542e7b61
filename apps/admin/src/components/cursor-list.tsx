import {
  DataTable,
  type DataTableProps,
  List,
  type ListProps,
  type RaRecord,
  ReferenceField,
  TextField,
} from 'react-admin';
import { CursorPagination } from './cursor-pagination';
import { EmptyList } from './empty-list';
import { StatusChip } from './status-chip';
import { TimeAgo } from './time-ago';

/** A list as the API has them: pages by cursor, and nobody counts what there is. */
export function CursorList(props: ListProps) {
  return <List pagination={<CursorPagination />} exporter={false} perPage={25} empty={false} {...props} />;
}

/** The table of such a list: a row leads to its record, unless it says otherwise. */
export function CursorTable(props: DataTableProps) {
  return <DataTable bulkActionButtons={false} rowClick="show" empty={<EmptyList />} {...props} />;
}

interface ColumnProps {
  readonly source: string;
  /** The key of its heading's text. */
  readonly label: string;
}

/** A state, by its name and colour. */
export function StatusColumn({ of, ...column }: ColumnProps & Pick<Parameters<typeof StatusChip>[0], 'of'>) {
  const { source } = column;
  return (
    <DataTable.Col
      {...column}
      disableSort
      render={(record: RaRecord) => <StatusChip of={of} status={record[source] as string} />}
    />
  );
}

/** An instant, by how long ago it was. */
export function TimeColumn(column: ColumnProps) {
  const { source } = column;
  return (
    <DataTable.Col
      {...column}
      disableSort
      render={(record: RaRecord) => <TimeAgo at={record[source] as string | null} />}
    />
  );
}

/** Whose it is. */
export function MerchantColumn({ label }: Pick<ColumnProps, 'label'>) {
  return (
    <DataTable.Col source="merchant_id" label={label} disableSort>
      <ReferenceField source="merchant_id" reference="merchants" link={false}>
        <TextField source="name" />
      </ReferenceField>
    </DataTable.Col>
  );
}
