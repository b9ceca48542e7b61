/** A promise that was broken, and where. */
export interface Violation {
  readonly invariant: string;
  /** An order's id, a key, a SKU …: where to look. */
  readonly subject: string;
  readonly detail: string;
}

export function violation(invariant: string, subject: string, detail: string): Violation {
  return { invariant, subject, detail };
}
