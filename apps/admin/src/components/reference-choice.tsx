import { AutocompleteInput, type AutocompleteInputProps } from 'react-admin';
import { useAllRecords } from './use-all-records';

interface ReferenceChoiceProps extends Omit<AutocompleteInputProps, 'choices'> {
  readonly reference: string;
}

/** One of a resource's records, all of which are offered: what is typed narrows them by name, which the API does not. */
export function ReferenceChoice({ reference, helperText = false, ...input }: ReferenceChoiceProps) {
  const { data = [], error, isPending } = useAllRecords(reference);
  return (
    <AutocompleteInput
      {...input}
      optionText="name"
      choices={[...data]}
      isPending={isPending}
      helperText={error === null ? helperText : error.message}
    />
  );
}
