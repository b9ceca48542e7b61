/** A value that a remediation is told. */
export type ParamValue = string | number;
export type Params = Readonly<Record<string, ParamValue>>;

/** What one parameter may be: told to people as it is, and checked by `paramFaults`. */
export type ParamBound =
  | { readonly kind: 'choice'; readonly about: string; readonly of: readonly string[] }
  | {
      readonly kind: 'integer';
      readonly about: string;
      readonly min: number;
      readonly max: number;
      readonly default?: number;
    }
  | { readonly kind: 'name'; readonly about: string; readonly maxLength: number };

export type ParamBounds = Readonly<Record<string, ParamBound>>;

export interface ParamFault {
  readonly pointer: string;
  readonly detail: string;
}

/** The parameters with what is left out filled in, or every fault at once. */
export function readParams(
  bounds: ParamBounds,
  given: Readonly<Record<string, unknown>>,
): { readonly kind: 'params'; readonly params: Params } | { readonly kind: 'faults'; readonly faults: ParamFault[] } {
  const faults: ParamFault[] = Object.keys(given)
    .filter((name) => !Object.hasOwn(bounds, name))
    .map((name) => ({ pointer: `/params/${name}`, detail: 'There is no such parameter' }));
  const params: Record<string, ParamValue> = {};
  for (const [name, bound] of Object.entries(bounds)) {
    const value = given[name] ?? ('default' in bound ? bound.default : undefined);
    const detail = faultOf(bound, value);
    if (detail !== undefined) faults.push({ pointer: `/params/${name}`, detail });
    else if (typeof value === 'string' || typeof value === 'number') params[name] = value;
  }
  return faults.length > 0 ? { kind: 'faults', faults } : { kind: 'params', params };
}

function faultOf(bound: ParamBound, value: unknown): string | undefined {
  switch (bound.kind) {
    case 'choice':
      return bound.of.some((known) => known === value) ? undefined : `must be one of ${bound.of.join(', ')}`;
    case 'integer': {
      const isWithin = Number.isInteger(value) && (value as number) >= bound.min && (value as number) <= bound.max;
      return isWithin ? undefined : `must be a whole number from ${bound.min} to ${bound.max}`;
    }
    case 'name': {
      const isName = typeof value === 'string' && /^[\x21-\x7e]+$/.test(value) && value.length <= bound.maxLength;
      return isName ? undefined : `must be 1 to ${bound.maxLength} visible characters`;
    }
  }
}

/** What an action is applied to: two runs with the same target are about the same thing. */
export function targetOf(params: Params, names: readonly string[]): string {
  return names.map((name) => `${name}=${String(params[name] ?? '')}`).join(' ');
}
