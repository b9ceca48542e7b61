type Filter = Readonly<Record<string, unknown>>;

/** What the API takes together: a waybill finds one order by itself, and the beginning of a reference goes with a merchant alone. */
export function orderQuery({ waybill, reference_prefix: prefix, ...rest }: Filter): Filter {
  if (isGiven(waybill)) return { waybill };
  if (isGiven(prefix)) return { reference_prefix: prefix, merchant_id: rest['merchant_id'] };
  return rest;
}

/** Whether what a person has set is more than the API takes together. */
export function saysTooMuch(filter: Filter): boolean {
  const asked = orderQuery(filter);
  return Object.entries(filter).some(([name, value]) => isGiven(value) && asked[name] === undefined);
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}
