import { z } from 'zod';

/** One setting: what it may be, what it is when nobody says otherwise, and what it means. */
export interface Field<Value extends number | boolean | string> {
  readonly schema: z.ZodType<Value>;
  readonly default: Value;
  /** Only an admin may change it: it opens a door that other settings cannot. */
  readonly adminOnly?: true;
}

export interface NumberBounds {
  readonly default: number;
  readonly min: number;
  readonly max: number;
  /** As people write it: `s`, `h`, `orders`. */
  readonly unit: string;
  readonly about: string;
}

function describe(about: string, unit: string, fallback: number | boolean | string): string {
  return `${about} (${unit}; ${fallback === '' ? 'nothing' : String(fallback)} by default)`;
}

export function integer({ default: fallback, min, max, unit, about }: NumberBounds): Field<number> {
  return {
    schema: z
      .int()
      .min(min)
      .max(max)
      .describe(describe(about, unit, fallback)),
    default: fallback,
  };
}

export function decimal({ default: fallback, min, max, unit, about }: NumberBounds): Field<number> {
  return {
    schema: z
      .number()
      .min(min)
      .max(max)
      .describe(describe(about, unit, fallback)),
    default: fallback,
  };
}

export function toggle({ default: fallback, about }: { default: boolean; about: string }): Field<boolean> {
  return { schema: z.boolean().describe(describe(about, 'on or off', fallback)), default: fallback };
}

/** A text with a meaning of its own; `isValid` says whether it has one. */
export function text(options: {
  readonly default: string;
  readonly maxLength: number;
  readonly unit: string;
  readonly about: string;
  readonly isValid: (value: string) => boolean;
}): Field<string> {
  const { default: fallback, maxLength, unit, about, isValid } = options;
  const schema = z
    .string()
    .max(maxLength)
    .refine(isValid, `must be ${unit}`)
    .describe(describe(about, unit, fallback));
  return { schema, default: fallback };
}

export function adminOnly<Value extends number | boolean | string>(field: Field<Value>): Field<Value> {
  return { ...field, adminOnly: true };
}
