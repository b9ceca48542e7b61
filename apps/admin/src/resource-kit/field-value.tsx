import CheckIcon from '@mui/icons-material/Check';
import CloseIcon from '@mui/icons-material/Close';
import Box from '@mui/material/Box';
import { ReferenceField, TextField, type RaRecord, useLocaleState } from 'react-admin';
import { distance, duration, money, timeOfDay } from '../components/amounts';
import { StatusChip } from '../components/status-chip';
import { TimeAgo } from '../components/time-ago';
import { LinkLabel } from './link-label';
import type { FieldDefinition } from './resource-definition';

interface FieldValueProps {
  readonly field: FieldDefinition;
  readonly record: RaRecord;
}

/** One member of a record as people read it. */
export function FieldValue({ field, record }: FieldValueProps) {
  const [locale] = useLocaleState();
  const value: unknown = record[field.source];
  if (field.kind === 'boolean') {
    return value === true ? (
      <CheckIcon color="success" titleAccess="yes" />
    ) : (
      <CloseIcon color="disabled" titleAccess="no" />
    );
  }
  if (value === null || value === undefined) return <span>–</span>;
  switch (field.kind) {
    case 'reference':
      return (
        <ReferenceField record={record} source={field.source} reference={field.reference ?? ''} link="show">
          {field.reference === 'links' ? <LinkLabel /> : <TextField source="name" />}
        </ReferenceField>
      );
    case 'status':
      return <StatusChip status={value as string} of="state" />;
    case 'instant':
      return <TimeAgo at={value as string} />;
    case 'money':
      return <span>{money(Number(value), (record['currency'] as string | undefined) ?? 'CNY', locale)}</span>;
    case 'distance':
      return <span>{distance(Number(value), locale)}</span>;
    case 'duration':
      return <span>{duration(Number(value), locale)}</span>;
    case 'time_of_day':
      return <span>{timeOfDay(Number(value))}</span>;
    case 'number':
      return <span>{Number(value).toLocaleString(locale)}</span>;
    case 'list':
    case 'texts':
      return <span>{(value as string[]).join(', ') || '–'}</span>;
    case 'long_text':
      return <Box sx={{ whiteSpace: 'pre-wrap' }}>{value as string}</Box>;
    case 'text':
    case 'choice':
      return <span>{value as string}</span>;
  }
}
