/** What may be done to heal, as `GET /v1/remediations` describes it. */
export interface RemedyAction {
  readonly name: string;
  readonly does: string;
  readonly expects: string;
  readonly params: readonly RemedyParam[];
}

export interface RemedyParam {
  readonly name: string;
  readonly kind: 'choice' | 'integer' | 'name';
  readonly about: string;
  readonly of: readonly string[] | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly default: number | null;
}

export interface RemedyRun {
  readonly id: string;
  readonly action: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly requested_by: string;
  readonly rule: string | null;
  readonly reason: string;
  readonly state: 'planned' | 'verifying' | 'effective' | 'ineffective' | 'failed';
  readonly before: RunFacts;
  readonly after: RunFacts | null;
  readonly error: string | null;
  readonly started_at: string;
}

export type RunFacts = Readonly<Record<string, string | number | boolean | null>>;

/** What people enter, as the server wants it: whole numbers as numbers, and nothing for what was left empty. */
export function paramsToSend(
  { params }: Pick<RemedyAction, 'params'>,
  entered: Readonly<Record<string, string>>,
): Record<string, string | number> {
  return Object.fromEntries(
    params
      .map(({ name, kind }) => [name, kind, entered[name] ?? ''] as const)
      .filter(([, , value]) => value !== '')
      .map(([name, kind, value]) => [name, kind === 'integer' ? Number(value) : value]),
  );
}

/** What a form begins with: what the incident's series are about, else the parameter's own default. */
export function paramsToStart(
  { params }: Pick<RemedyAction, 'params'>,
  labels: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    params.map((param) => [param.name, startOf(param, labels[param.name]) ?? param.default?.toString() ?? '']),
  );
}

function startOf({ of }: RemedyParam, label: string | undefined): string | undefined {
  return of === null || (label !== undefined && of.includes(label)) ? label : of[0];
}
