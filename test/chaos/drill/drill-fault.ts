import type { DrillSite } from './drill-site';

/** A fault that is on: how to take its cause away, unless somebody has healed it before. */
export interface Struck {
  end(): Promise<void>;
}

/** One of the faults of the drill, as data. */
export interface DrillFault {
  readonly name: string;
  /** The rule that tells of it. */
  readonly rule: string;
  /** Who puts it right once its cause is gone. */
  readonly healedBy: 'itself' | 'a rule' | 'a person';
  /** Why it cannot be had on this machine; undefined where it can. */
  obstacle?(site: DrillSite): string | undefined;
  strike(site: DrillSite): Promise<Struck>;
}
