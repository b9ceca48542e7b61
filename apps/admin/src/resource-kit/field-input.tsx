import {
  BooleanInput,
  NumberInput,
  required,
  SelectArrayInput,
  SelectInput,
  TextArrayInput,
  TextInput,
} from 'react-admin';
import { ReferenceChoice } from '../components/reference-choice';
import { minuteOfDay, timeOfDay } from '../components/amounts';
import { LinkChoice } from './link-label';
import { MoneyInput } from './money-input';
import type { FieldDefinition } from './resource-definition';

const YES_NO = [
  { id: true, name: 'state.yes' },
  { id: false, name: 'state.no' },
];

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
      // As a filter a switch could be set and never be taken back.
      return use === 'filter' ? <SelectInput {...shared} choices={YES_NO} /> : <BooleanInput {...shared} />;
    case 'choice':
    case 'status':
      return <SelectInput {...shared} choices={choices} translateChoice={false} />;
    case 'list':
      return <SelectArrayInput {...shared} choices={choices} translateChoice={false} />;
    case 'reference':
      return field.reference === 'links' ? (
        <LinkChoice {...shared} />
      ) : (
        <ReferenceChoice {...shared} reference={field.reference ?? ''} fullWidth />
      );
    case 'texts':
      return <TextArrayInput source={source} helperText={false} fullWidth />;
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
