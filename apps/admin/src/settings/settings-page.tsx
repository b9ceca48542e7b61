import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { useCanAccess, useTranslate } from 'react-admin';
import { useQuery } from '@tanstack/react-query';
import { useRead } from '../api/use-read';
import { PageTitle } from '../components/page-title';
import { Section } from '../components/section';
import { ReadFailure, Unread } from '../layout/read-state';
import { ApplyDialog } from './apply-dialog';
import { SettingInput } from './setting-input';
import type { SettingsInForce } from './settings';
import { SettingsHistory } from './settings-history';
import {
  changesBetween,
  faultOf,
  fieldsOf,
  type OpenApi,
  type SettingField,
  type SettingValue,
  type SettingValues,
} from './settings-schema';

function useFields() {
  return useQuery({
    queryKey: ['settings', 'fields'],
    queryFn: async () => fieldsOf((await (await fetch('/openapi.json')).json()) as OpenApi),
    staleTime: Infinity,
  });
}

/** What may change while the system runs: typed, bounded, compared before it is applied, and undone with one press. */
export default function SettingsPage() {
  const inForce = useRead<SettingsInForce>('/v1/settings', { everyMs: 10_000 });
  const fields = useFields();
  const read = [inForce, fields];
  if (inForce.data === undefined || fields.data === undefined) return <Unread of={read} />;
  return (
    <>
      <ReadFailure of={read} />
      <SettingsForm inForce={inForce.data} fields={fields.data} onChanged={() => void inForce.refetch()} />
    </>
  );
}

interface SettingsFormProps {
  readonly inForce: SettingsInForce;
  readonly fields: readonly SettingField[];
  readonly onChanged: () => void;
}

function merged(values: SettingValues, edits: SettingValues): SettingValues {
  return Object.fromEntries(Object.entries(values).map(([group, members]) => [group, { ...members, ...edits[group] }]));
}

function SettingsForm({ inForce, fields, onChanged }: SettingsFormProps) {
  const [edits, setEdits] = useState<SettingValues>({});
  const [reviewed, setReviewed] = useState<SettingsInForce>();
  const { canAccess } = useCanAccess({ resource: 'settings', action: 'edit' });
  const translate = useTranslate();
  const values = merged(inForce.values, edits);
  const changes = changesBetween(inForce.values, values);
  const isFaulty = fields.some((field) => faultOf(field, values[field.group]?.[field.name]) !== undefined);
  const edit = ({ group, name }: SettingField, value: SettingValue) =>
    setEdits({ ...edits, [group]: { ...edits[group], [name]: value } });
  return (
    <>
      <PageTitle
        title={translate('pages.settings')}
        about={translate('settings.version', {
          version: inForce.version,
          by: inForce.changed_by,
          reason: inForce.reason,
        })}
        actions={
          changes.length === 0 ? undefined : (
            <Box sx={{ display: 'flex', gap: 1 }}>
              <Button onClick={() => setEdits({})}>{translate('settings.discard')}</Button>
              <Button variant="contained" disabled={isFaulty} onClick={() => setReviewed(inForce)}>
                {translate('settings.review', { smart_count: changes.length })}
              </Button>
            </Box>
          )
        }
      />
      <Groups
        fields={fields}
        values={values}
        changed={new Set(changes.map(({ group, name }) => `${group}.${name}`))}
        isReadOnly={canAccess !== true}
        onEdit={edit}
      />
      <SettingsHistory inForce={inForce} onChanged={onChanged} />
      {reviewed === undefined ? null : (
        <ApplyDialog
          shown={reviewed}
          changes={changesBetween(reviewed.values, merged(reviewed.values, edits))}
          onApplied={() => {
            setEdits({});
            onChanged();
          }}
          onReload={onChanged}
          onClose={() => setReviewed(undefined)}
        />
      )}
    </>
  );
}

interface GroupsProps {
  readonly fields: readonly SettingField[];
  readonly values: SettingValues;
  readonly changed: ReadonlySet<string>;
  readonly isReadOnly: boolean;
  readonly onEdit: (field: SettingField, value: SettingValue) => void;
}

function Groups({ fields, values, changed, isReadOnly, onEdit }: GroupsProps) {
  const groups = [...new Set(fields.map(({ group }) => group))];
  return (
    <Box sx={{ columnCount: { xs: 1, lg: 2 }, columnGap: 2 }}>
      {groups.map((group) => (
        <Box key={group} sx={{ breakInside: 'avoid', mb: 2 }}>
          <Section title={group}>
            <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' } }}>
              {fields
                .filter((field) => field.group === group)
                .map((field) => (
                  <SettingInput
                    key={field.name}
                    field={field}
                    value={values[group]?.[field.name]}
                    isChanged={changed.has(`${group}.${field.name}`)}
                    isReadOnly={isReadOnly}
                    onChange={(value) => onEdit(field, value)}
                  />
                ))}
            </Box>
          </Section>
        </Box>
      ))}
    </Box>
  );
}
