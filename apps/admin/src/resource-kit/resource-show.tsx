import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import {
  EditButton,
  type RaRecord,
  ShowBase,
  TopToolbar,
  useCanAccess,
  useShowContext,
  useTranslate,
} from 'react-admin';
import { PageTitle } from '../components/page-title';
import { RecordHistory } from '../audit/record-history';
import { FieldValue } from './field-value';
import type { ResourceDefinition } from './resource-definition';

interface ResourceShowProps {
  readonly of: ResourceDefinition;
  /** What is particular about this resource, below its members. */
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

/** One record: its members, a way to change them for those who may, and whatever the resource adds. */
export function ResourceShow({ of, children, actions }: ResourceShowProps) {
  return (
    <ShowBase>
      <Record of={of} actions={actions} />
      {children}
      {of.auditedAs === undefined ? null : <RecordHistory type={of.auditedAs} />}
    </ShowBase>
  );
}

function Record({ of, actions }: ResourceShowProps) {
  const { record } = useShowContext<RaRecord>();
  const translate = useTranslate();
  const { canAccess } = useCanAccess({ resource: of.name, action: 'edit' });
  const editable = of.fields.some(({ whenEditing }) => whenEditing === true);
  if (record === undefined) return null;
  return (
    <>
      <PageTitle
        title={String(record[of.title])}
        actions={
          <TopToolbar>
            {actions}
            {editable && canAccess === true ? <EditButton /> : null}
          </TopToolbar>
        }
      />
      <Card sx={{ p: 2.5, mb: 2 }}>
        <Box
          component="dl"
          sx={{ m: 0, display: 'grid', gap: 2.5, gridTemplateColumns: 'repeat(auto-fill, minmax(200px, 1fr))' }}
        >
          {of.fields.map((field) => (
            <div key={field.source}>
              <Typography component="dt" variant="caption" color="textSecondary">
                {translate(`resources.${of.name}.fields.${field.source}`)}
              </Typography>
              <Typography component="dd" sx={{ m: 0, overflowWrap: 'anywhere' }}>
                <FieldValue field={field} record={record} />
              </Typography>
            </div>
          ))}
        </Box>
      </Card>
    </>
  );
}
