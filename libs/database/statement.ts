/** A SQL text with the name under which PostgreSQL keeps its plan. One constant per statement, at module level. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

const names = new Map<string, string>();

/**
 * Declares a statement. The name is unique in the process (`<module>.<what>`, at most 63 bytes, PostgreSQL's limit):
 * a session that knows a name runs its first text, so two texts under one name would run the wrong SQL.
 */
export function statement(name: string, text: string): Statement {
  const known = names.get(name);
  if (known !== undefined && known !== text) throw new Error(`Two SQL texts under the statement name "${name}"`);
  if (Buffer.byteLength(name) > 63) throw new Error(`Statement name "${name}" is longer than 63 bytes`);
  names.set(name, text);
  return { name, text };
}
