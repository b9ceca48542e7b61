/** What composition tells monitoring of its process. */
export interface MonitoringOptions {
  /** Different for every process that ever ran. */
  readonly process: string;
  /** Where it runs, the same for whatever takes its place: host, port and place under the supervisor. */
  readonly instance: string;
  /** Folders on the disks that must not fill up. */
  readonly disks: readonly string[];
  /** Whether it stands by to evaluate and to send; one of the fleet does. */
  readonly evaluates: boolean;
}

export const MONITORING_OPTIONS = Symbol('MonitoringOptions');
