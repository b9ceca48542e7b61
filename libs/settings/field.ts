import { z } from 'zod';

/** One setting: what it may be, what it is when nobody says otherwise, and what it means. */
export interface Field<Value extends number | boolean> {
  readonly schema: z.ZodType<Value>;
  readonly default: Value;
}

export interface NumberBounds {
  readonly default: number;
  readonly min: number;
  readonly max: number;
  /** As people write it: `s`, `h`, `orders`. */
  readonly unit: string;
  readonly about: string;
}

function describe(about: string, unit: string, fallback: number | boolean): string {
  return `${about} (${unit}; ${String(fallback)} by default)`;
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
