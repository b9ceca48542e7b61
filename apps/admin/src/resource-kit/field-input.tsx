import {
  AutocompleteInput,
  BooleanInput,
  NumberInput,
  ReferenceInput,
  required,
  SelectArrayInput,
  SelectInput,
  TextInput,
} from 'react-admin';
import { minuteOfDay, timeOfDay } from '../components/amounts';
import { LinkLabel } from './link-label';
import { MoneyInput } from './money-input';
import type { FieldDefinition } from './resource-definition';

interface FieldInputProps {
  readonly field: FieldDefinition;
  /** `filter` shows it among the filters of a list, where nothing is required. */
  readonly use: 'create' | 'edit' | 'filter';
  readonly alwaysOn?: boolean;
  readonly source?: string;
}

/** One member of a record as people enter it. */
export function FieldInput({ field, use }: FieldInputProps) {
  const { source, kind } = field;
  const isRequired = use !== 'filter' && (field.whenCreating === 'required' || use === 'edit') && kind !== 'boolean';
  const optional = use === 'edit' && field.whenCreating === 'optional';
  const shared = {
    source,
    validate: isRequired && !optional ? [required()] : [],
    defaultValue: use === 'create' ? field.initially : undefined,
    helperText: false as const,
  };
  const choices = (field.choices ?? []).map((id) => ({ id, name: id }));
  switch (kind) {
    case 'boolean':
      return <BooleanInput {...shared} />;
    case 'choice':
    case 'status':
      return <SelectInput {...shared} choices={choices} translateChoice={false} />;
    case 'list':
      return <SelectArrayInput {...shared} choices={choices} translateChoice={false} />;
    case 'reference':
      return (
        <ReferenceInput source={source} reference={field.reference ?? ''} perPage={100}>
          {field.reference === 'links' ? (
            <SelectInput {...shared} optionText={<LinkLabel />} fullWidth />
          ) : (
            <AutocompleteInput {...shared} optionText="name" filterToQuery={() => ({})} fullWidth />
          )}
        </ReferenceInput>
      );
    case 'money':
      return <MoneyInput {...shared} />;
    case 'time_of_day':
      return (
        <TextInput
          {...shared}
          type="time"
          format={(minute: unknown) => (typeof minute === 'number' ? timeOfDay(minute) : '')}
          parse={(time: string) => minuteOfDay(time)}
        />
      );
    case 'number':
    case 'distance':
    case 'duration':
      return <NumberInput {...shared} />;
    case 'long_text':
      return <TextInput {...shared} fullWidth multiline minRows={4} />;
    case 'text':
    case 'instant':
      return <TextInput {...shared} fullWidth />;
  }
}
