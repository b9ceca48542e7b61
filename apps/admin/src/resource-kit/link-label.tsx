import { ReferenceField, SelectInput, type SelectInputProps, TextField } from 'react-admin';
import { useAllRecords } from '../components/use-all-records';

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

/** One of all links. */
export function LinkChoice(props: Omit<SelectInputProps, 'choices'>) {
  const { data = [], isPending } = useAllRecords('links');
  return <SelectInput {...props} optionText={<LinkLabel />} choices={[...data]} isPending={isPending} fullWidth />;
}
