/** Injection token for `OperationsOptions`. */
export const OPERATIONS_OPTIONS = Symbol('OperationsOptions');

export interface OperationsOptions {
  /** Whether this process works on the bulk actions of all; any number of processes may. */
  readonly worksActions: boolean;
}
