/**
 * A PostgreSQL array literal (documentation, section 8.15.2). One row per order needs arrays of different lengths in
 * one parameter, and PostgreSQL's own arrays of arrays must be rectangular: so each travels as text and is cast there.
 */
export function arrayLiteral(values: readonly (string | number)[]): string {
  return `{${values.map((value) => (typeof value === 'number' ? value : quote(value))).join(',')}}`;
}

function quote(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}
