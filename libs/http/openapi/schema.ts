import { z } from 'zod';

export type JsonSchema = Record<string, unknown>;

/** Which side of a schema is meant: what clients send, or what they get. */
export type Side = 'input' | 'output';

/**
 * Turns zod schemas into JSON Schema 2020-12, the dialect of OpenAPI 3.1, and gathers the named ones
 * (`.meta({ id: 'Order' })`) as components, so that each appears once.
 */
export class SchemaCollector {
  readonly components: Record<string, JsonSchema> = {};

  convert(schema: z.ZodType, side: Side): JsonSchema {
    const json = z.toJSONSchema(schema, {
      io: side,
      unrepresentable: 'any',
      override: ({ jsonSchema }) => {
        simplify(jsonSchema, side);
      },
    }) as JsonSchema;
    const definitions = (json.$defs ?? {}) as Record<string, JsonSchema>;
    for (const [id, definition] of Object.entries(definitions)) {
      this.components[componentName(id, side)] = relink(without(definition, 'id'), side) as JsonSchema;
    }
    return relink(without(json, '$schema', '$defs'), side) as JsonSchema;
  }

  /** The members of an object schema, one by one, for parameters. */
  properties(schema: z.ZodObject): { name: string; required: boolean; schema: JsonSchema }[] {
    const { properties, required } = this.convert(schema, 'input');
    const names = new Set(required as string[] | undefined);
    return Object.entries((properties ?? {}) as Record<string, JsonSchema>).map(([name, property]) => ({
      name,
      required: names.has(name),
      schema: property,
    }));
  }
}

/** Formats whose expression in zod says no more than their name does. */
const KNOWN_FORMATS = new Set<unknown>(['uuid', 'date-time']);

/** Drops what is true of every document, and what would forbid clients a field that a later version adds to an answer. */
function simplify(schema: JsonSchema, side: Side): void {
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (KNOWN_FORMATS.has(schema.format)) delete schema.pattern;
  if (Object.keys(schema.propertyNames ?? {}).join() === 'type') delete schema.propertyNames;
  if (side === 'output' && schema.additionalProperties === false) delete schema.additionalProperties;
}

/** The two sides of one schema differ where fields have defaults, so the input gets a name of its own. */
function componentName(id: string, side: Side): string {
  return side === 'input' ? `${id}Input` : id;
}

function without(schema: JsonSchema, ...names: string[]): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => !names.includes(name)));
}

function relink(node: unknown, side: Side): unknown {
  if (Array.isArray(node)) return node.map((item) => relink(item, side));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([name, value]) =>
      name === '$ref' && typeof value === 'string' && value.startsWith('#/$defs/')
        ? [name, `#/components/schemas/${componentName(value.slice('#/$defs/'.length), side)}`]
        : [name, relink(value, side)],
    ),
  );
}
