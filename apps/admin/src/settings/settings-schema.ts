/** A setting as the API's own description has it: what it may be, and what it means. */
export interface SettingField {
  readonly group: string;
  readonly name: string;
  readonly type: 'number' | 'boolean' | 'text';
  readonly isWhole: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly about: string;
}

export type SettingValue = number | boolean | string;
export type SettingValues = Readonly<Record<string, Readonly<Record<string, SettingValue>>>>;

interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly anyOf?: readonly JsonSchema[];
}

export interface OpenApi {
  readonly paths: Readonly<
    Record<
      string,
      {
        readonly patch?: {
          readonly requestBody: { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> };
        };
      }
    >
  >;
}

const TYPES: Readonly<Record<string, SettingField['type']>> = {
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
};

/** Every setting, in the order of the description: a build that knows a new one shows it without a change here. */
export function fieldsOf(openApi: OpenApi): readonly SettingField[] {
  const body = openApi.paths['/v1/settings']?.patch?.requestBody.content['application/json']?.schema;
  const groups = body?.properties?.['values']?.properties ?? {};
  return Object.entries(groups).flatMap(([group, { properties = {} }]) =>
    Object.entries(properties).map(([name, schema]) => fieldOf(group, name, schema)),
  );
}

function fieldOf(group: string, name: string, schema: JsonSchema): SettingField {
  const value = schema.anyOf?.find(({ type }) => type !== 'null') ?? schema;
  return {
    group,
    name,
    type: TYPES[value.type ?? ''] ?? 'text',
    isWhole: value.type === 'integer',
    min: value.minimum,
    max: value.maximum,
    about: value.description ?? schema.description ?? '',
  };
}

/** What is wrong with a value, as a key and its parts; undefined when the server would take it. */
export function faultOf(
  field: SettingField,
  value: SettingValue | undefined,
): 'whole' | 'number' | 'bounds' | undefined {
  if (field.type !== 'number') return undefined;
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'number';
  if (field.isWhole && !Number.isInteger(value)) return 'whole';
  const isLow = field.min !== undefined && value < field.min;
  const isHigh = field.max !== undefined && value > field.max;
  return isLow || isHigh ? 'bounds' : undefined;
}

export interface Change {
  readonly group: string;
  readonly name: string;
  readonly before: SettingValue | undefined;
  readonly after: SettingValue | undefined;
}

/** What differs between two states, group by group. */
export function changesBetween(before: SettingValues, after: SettingValues): readonly Change[] {
  const groups = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return groups.flatMap((group) => {
    const [was, is] = [before[group] ?? {}, after[group] ?? {}];
    const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
    return names
      .filter((name) => was[name] !== is[name])
      .map((name) => ({ group, name, before: was[name], after: is[name] }));
  });
}
