import type { Labels } from '#lib/alerting';

/** One value of one series; its time is that of the report it comes with. */
export interface Sample {
  readonly name: string;
  readonly labels: Labels;
  readonly value: number;
}

export function sample(name: string, value: number | undefined, labels: Labels = {}): Sample[] {
  return value === undefined || !Number.isFinite(value) ? [] : [{ name, labels, value }];
}
