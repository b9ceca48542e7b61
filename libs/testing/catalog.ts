import { Client } from 'pg';

/** Each answers one line of text per object of the schema, sorted; together they are what `pg_dump --schema-only` says. */
const QUERIES = [
  `select format('table %s kind=%s options=%s', c.relname, c.relkind, c.reloptions) as line
     from pg_class c where c.relnamespace = $1::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'S')`,
  `select format('column %s.%s %s %s %s default=%s generated=%s identity=%s', c.relname, a.attname, a.attnum,
                 format_type(a.atttypid, a.atttypmod), case when a.attnotnull then 'not null' end,
                 pg_get_expr(d.adbin, d.adrelid), a.attgenerated, a.attidentity) as line
     from pg_attribute a join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p', 'v', 'm')
     left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where c.relnamespace = $1::regnamespace and a.attnum > 0 and not a.attisdropped`,
  `select format('constraint %s on %s %s', k.conname, c.relname, pg_get_constraintdef(k.oid)) as line
     from pg_constraint k join pg_class c on c.oid = k.conrelid where k.connamespace = $1::regnamespace`,
  `select format('index %s options=%s', pg_get_indexdef(c.oid), c.reloptions) as line
     from pg_class c where c.relnamespace = $1::regnamespace and c.relkind in ('i', 'I')`,
  `select format('function %s', pg_get_functiondef(p.oid)) as line
     from pg_proc p where p.pronamespace = $1::regnamespace and p.prokind in ('f', 'p')`,
  `select format('trigger %s', pg_get_triggerdef(t.oid)) as line
     from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where c.relnamespace = $1::regnamespace and not t.tgisinternal`,
  `select format('enum %s %s', t.typname, array_agg(e.enumlabel order by e.enumsortorder)) as line
     from pg_type t join pg_enum e on e.enumtypid = t.oid where t.typnamespace = $1::regnamespace group by t.typname`,
  `select format('domain %s %s', t.typname, format_type(t.typbasetype, t.typtypmod)) as line
     from pg_type t where t.typnamespace = $1::regnamespace and t.typtype = 'd'`,
];

/** Everything that a schema is made of, as sorted lines: two databases with equal lines have equal schemas. */
export async function catalogOf(url: string, schema: string): Promise<string[]> {
  const client = new Client({ connectionString: url, options: '-c search_path=pg_catalog' });
  await client.connect();
  try {
    const lines: string[] = [];
    for (const query of QUERIES) {
      const { rows } = await client.query<{ line: string }>(query, [schema]);
      lines.push(...rows.map((row) => row.line));
    }
    return lines.sort();
  } finally {
    await client.end();
  }
}
