import type { FieldError } from '#lib/kernel';
import { z } from 'zod';
import { DEFINITIONS } from './definitions';
import type { Field } from './field';

type Definitions = typeof DEFINITIONS;
type Value = number | boolean | string;

/** The value of every setting, camelCase: what code reads. */
export type SettingsValues = {
  readonly [Section in keyof Definitions]: {
    readonly [Name in keyof Definitions[Section]]: Definitions[Section][Name] extends Field<infer V> ? V : never;
  };
};

/** What was set away from its default, by wire name: `{"intake": {"batch_size": 128}}`. Stored, and only ever this. */
export type Overrides = Readonly<Record<string, Readonly<Record<string, Value>>>>;

/** A change: values to set; `null` puts a setting back to its default (RFC 7396). */
export type Patch = Readonly<Record<string, Readonly<Record<string, Value | null>> | undefined>>;

const SECTIONS = Object.entries(DEFINITIONS) as [string, Record<string, Field<Value>>][];

function wireName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** A schema of all sections with all their fields under their wire names. */
function schemaOf(wrap: (field: Field<Value>) => z.ZodType, section: (fields: z.ZodObject) => z.ZodType): z.ZodObject {
  return z.strictObject(
    Object.fromEntries(
      SECTIONS.map(([name, fields]) => {
        const shape = Object.entries(fields).map(([field, definition]) => [wireName(field), wrap(definition)] as const);
        return [wireName(name), section(z.strictObject(Object.fromEntries(shape)))];
      }),
    ),
  );
}

/** All values, as the API shows them. */
export const SettingsView = schemaOf(
  (field) => field.schema,
  (fields) => fields,
);

/** A change, as the API takes it: some of the values. */
export const SettingsPatch = schemaOf(
  (field) => field.schema.nullable().optional(),
  (fields) => fields.optional(),
) as unknown as z.ZodType<Patch>;

/** One error per field that is unknown or out of its bounds; empty when the change can be made. */
export function faultsOf(patch: unknown): FieldError[] {
  const parsed = SettingsPatch.safeParse(patch);
  if (parsed.success) return [];
  return parsed.error.issues.flatMap((issue) => {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys : [undefined];
    return keys.map((key) => ({
      pointer: ['', ...issue.path, ...(key === undefined ? [] : [key])].map(String).join('/'),
      detail: key === undefined ? issue.message : 'There is no such setting',
    }));
  });
}

/** The overrides after a change that has no faults. */
export function merge(overrides: Overrides, patch: Patch): Overrides {
  const merged: Record<string, Record<string, Value>> = {};
  for (const section of new Set([...Object.keys(overrides), ...Object.keys(patch)])) {
    const fields = Object.entries({ ...overrides[section], ...patch[section] });
    const set = fields.filter((entry): entry is [string, Value] => entry[1] !== null);
    if (set.length > 0) merged[section] = Object.fromEntries(set);
  }
  return merged;
}

/**
 * The values that these overrides make. An override that this build does not know or no longer allows is passed over
 * and named: while versions of the software run side by side, a setting of the newer one must not stop the older.
 */
export function resolve(overrides: Overrides): {
  readonly values: SettingsValues;
  readonly ignored: readonly FieldError[];
} {
  const ignored = faultsOf(overrides);
  const bad = new Set(ignored.map((fault) => fault.pointer));
  const values = SECTIONS.map(([section, fields]) => {
    const pairs = Object.entries(fields).map(([name, field]) => {
      const pointer = `/${wireName(section)}/${wireName(name)}`;
      const set = overrides[wireName(section)]?.[wireName(name)];
      return [name, set === undefined || bad.has(pointer) ? field.default : set] as const;
    });
    return [section, Object.freeze(Object.fromEntries(pairs))] as const;
  });
  return { values: Object.freeze(Object.fromEntries(values)) as unknown as SettingsValues, ignored };
}

/** The values under their wire names. */
export function toWire(values: SettingsValues): Record<string, Record<string, Value>> {
  const read = values as unknown as Readonly<Record<string, Readonly<Record<string, Value>>>>;
  return Object.fromEntries(
    SECTIONS.map(([section, fields]) => {
      const pairs = Object.entries(fields).map(([name, field]) => [
        wireName(name),
        read[section]?.[name] ?? field.default,
      ]);
      return [wireName(section), Object.fromEntries(pairs) as Record<string, Value>];
    }),
  );
}

/** The settings, as pointers, that only an admin may change and that differ between the two. */
export function adminOnlyChanges(before: Overrides, after: Overrides): string[] {
  return SECTIONS.flatMap(([section, fields]) =>
    Object.entries(fields)
      .filter(([, field]) => field.adminOnly === true)
      .map(([name]) => [wireName(section), wireName(name)] as const)
      .filter(([at, name]) => before[at]?.[name] !== after[at]?.[name])
      .map((path) => `/${path.join('/')}`),
  );
}
