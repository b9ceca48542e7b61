import { FormDataConsumer, NumberInput, type NumberInputProps, useRecordContext } from 'react-admin';
import { minorPerMajor, toMinor } from '../components/amounts';

/** An amount in the currency that the form or the record names: people enter 129, the API gets 12900. */
export function MoneyInput(props: NumberInputProps) {
  const record = useRecordContext();
  return (
    <FormDataConsumer<{ readonly currency?: string }>>
      {({ formData }) => <AmountInput {...props} currency={String(formData.currency ?? record?.['currency'] ?? '')} />}
    </FormDataConsumer>
  );
}

function AmountInput({ currency, ...props }: NumberInputProps & { readonly currency: string }) {
  const perMajor = minorPerMajor(currency);
  return (
    <NumberInput
      {...props}
      key={perMajor}
      step={1 / perMajor}
      format={(minor: unknown) => (typeof minor === 'number' ? minor / perMajor : '')}
      parse={(text: string) => (text === '' ? undefined : toMinor(Number(text), currency))}
    />
  );
}
