import { type ComponentProps, useState } from 'react';
import {
  DeleteButton,
  Edit,
  SaveButton,
  SimpleForm,
  Toolbar,
  useNotify,
  useRecordContext,
  useRefresh,
} from 'react-admin';
import { StaleError } from '../api/problem';
import { StaleDialog } from '../components/stale-dialog';
import { FieldInput } from './field-input';
import type { ResourceDefinition } from './resource-definition';

function EditToolbar({ canDelete }: { readonly canDelete: boolean }) {
  return (
    <Toolbar sx={{ justifyContent: 'space-between' }}>
      <SaveButton />
      {canDelete ? <DeleteButton mutationMode="pessimistic" /> : null}
    </Toolbar>
  );
}

function StaleRecord(props: Omit<ComponentProps<typeof StaleDialog>, 'shown'>) {
  return <StaleDialog {...props} shown={useRecordContext()} />;
}

/** Saves under the version that was shown: a record that has moved on is compared and never overwritten. */
export function ResourceEdit({ of }: { readonly of: ResourceDefinition }) {
  const [stale, setStale] = useState<StaleError>();
  const notify = useNotify();
  const refresh = useRefresh();
  const onError = (error: Error) => {
    if (error instanceof StaleError) setStale(error);
    else notify(error.message, { type: 'error' });
  };
  return (
    <Edit
      mutationMode="pessimistic"
      redirect="show"
      mutationOptions={{ onError }}
      queryOptions={{ refetchOnWindowFocus: false }}
    >
      <SimpleForm sx={{ maxWidth: 640 }} toolbar={<EditToolbar canDelete={of.canDelete === true} />}>
        {of.fields
          .filter(({ whenEditing }) => whenEditing === true)
          .map((field) => (
            <FieldInput key={field.source} field={field} use="edit" />
          ))}
        <StaleRecord
          stale={stale}
          onReload={() => {
            setStale(undefined);
            refresh();
          }}
          onClose={() => setStale(undefined)}
        />
      </SimpleForm>
    </Edit>
  );
}
