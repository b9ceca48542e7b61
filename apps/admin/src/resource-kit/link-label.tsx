import { ReferenceField, TextField } from 'react-admin';

/** A link by where it begins and where it ends: its own number says nothing to people. */
export function LinkLabel() {
  return (
    <span>
      <Facility source="from_facility_id" />
      {' → '}
      <Facility source="to_facility_id" />
    </span>
  );
}

function Facility({ source }: { readonly source: string }) {
  return (
    <ReferenceField source={source} reference="facilities" link={false}>
      <TextField source="name" />
    </ReferenceField>
  );
}
