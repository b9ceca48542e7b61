import { CreateButton, DataTable, type RaRecord, TopToolbar, useCanAccess, useResourceContext } from 'react-admin';
import { CursorList, CursorTable } from '../components/cursor-list';
import type { ReactNode } from 'react';
import { SavedViews } from '../views/saved-views';
import { FieldInput } from './field-input';
import { FieldValue } from './field-value';
import type { ResourceDefinition } from './resource-definition';

function filtersOf({ fields }: ResourceDefinition) {
  return fields
    .filter(({ asFilter }) => asFilter === true)
    .map((field) => <FieldInput key={field.source} source={field.source} field={field} use="filter" alwaysOn />);
}

/** The list of a resource: a column for each member that wants one, pages by cursor, filters that the API has. */
export function ResourceList({ of, actions }: { readonly of: ResourceDefinition; readonly actions?: ReactNode }) {
  const columns = of.fields.filter(({ inList }) => inList === true);
  return (
    <CursorList
      filters={filtersOf(of)}
      actions={<ListActions of={of}>{actions}</ListActions>}
      sx={{ '& .RaList-actions': { flexWrap: { xs: 'wrap', md: 'nowrap' } } }}
    >
      {filtersOf(of).length === 0 ? null : <SavedViews />}
      <CursorTable>
        {columns.map((field) => (
          <DataTable.Col
            key={field.source}
            source={field.source}
            disableSort
            align={['number', 'money', 'distance', 'duration'].includes(field.kind) ? 'right' : undefined}
            render={(record: RaRecord) => <FieldValue field={field} record={record} />}
          />
        ))}
      </CursorTable>
    </CursorList>
  );
}

function ListActions({ of, children }: { readonly of: ResourceDefinition; readonly children?: ReactNode }) {
  const resource = useResourceContext() ?? of.name;
  const { canAccess } = useCanAccess({ resource, action: 'create' });
  const creates = of.fields.some(({ whenCreating }) => whenCreating !== undefined);
  return (
    <TopToolbar>
      {children}
      {creates && canAccess === true ? <CreateButton /> : null}
    </TopToolbar>
  );
}
