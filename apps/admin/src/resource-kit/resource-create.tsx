import { useState } from 'react';
import { Create, type RaRecord, SimpleForm, useNotify, useRedirect } from 'react-admin';
import { SecretDialog } from '../components/secret-dialog';
import { FieldInput } from './field-input';
import type { ResourceDefinition } from './resource-definition';

/** What cannot be sent empty is left out, so that the server's default holds. */
function filled(data: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(data).filter(([, value]) => value !== null && value !== undefined && value !== ''),
  );
}

/** Creates, and goes on to what was created: after its secret, where it has one, was shown. */
export function ResourceCreate({ of }: { readonly of: ResourceDefinition }) {
  const [created, setCreated] = useState<RaRecord>();
  const redirect = useRedirect();
  const notify = useNotify();
  const goOn = ({ id }: RaRecord) => redirect('show', of.name, id);
  const onSuccess = (record: RaRecord) => {
    if (of.secret !== undefined && typeof record[of.secret] === 'string') {
      setCreated(record);
      return;
    }
    notify('ra.notification.created', { type: 'info', messageArgs: { smart_count: 1 } });
    goOn(record);
  };
  return (
    <Create transform={filled} mutationOptions={{ onSuccess }}>
      <SimpleForm sx={{ maxWidth: 640 }}>
        {of.fields
          .filter(({ whenCreating }) => whenCreating !== undefined)
          .map((field) => (
            <FieldInput key={field.source} field={field} use="create" />
          ))}
        {created === undefined ? null : (
          <SecretDialog
            name={String(created[of.title])}
            secret={String(created[of.secret ?? ''])}
            onClose={() => goOn(created)}
          />
        )}
      </SimpleForm>
    </Create>
  );
}
