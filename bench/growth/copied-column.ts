/**
 * What a column of a copied order's row holds: an expression over the copy `c` (`old_id`, `id`, and its number `n`) and the
 * row `o` of the order that is copied. All other columns are copied as they are.
 */
const EXPRESSIONS: Readonly<Record<string, string>> = {
  'orders.id': 'c.id',
  'orders.reference': `'copy-' || c.n`,
  'idempotency_keys.key': `'copy-' || c.n`,
  'idempotency_keys.resource_id': 'c.id',
  // Their numbers are none of ours by one letter, so that no block that is leased later holds them.
  'waybills.number': `'LHZ' || lpad(c.n::text, 12, '0')`,
  // Long delivered: the goods have left the warehouse, and the shift, of 120 parcels, is over and forgotten.
  'reservations.state': `'shipped'`,
  'assignments.shift_id': '-1 - c.n / 120',
};

/** The statement that writes the rows of one table for a batch of copies, in the order of their ids. */
export function copyStatement(table: string, columns: readonly string[]): string {
  const quoted = columns.map((column) => `"${column}"`).join(', ');
  const values = columns.map(
    (column) => EXPRESSIONS[`${table}.${column}`] ?? (column === 'order_id' ? 'c.id' : `o."${column}"`),
  );
  const key = orderColumn(table);
  return `insert into "${table}" (${quoted}) select ${values.join(', ')}
    from copies c join sample_${table} o on o."${key}" = c.old_id order by c.n`;
}

/** The column that names the order in a table of one row, or several, per order. */
export function orderColumn(table: string): string {
  if (table === 'orders') return 'id';
  return table === 'idempotency_keys' ? 'resource_id' : 'order_id';
}
