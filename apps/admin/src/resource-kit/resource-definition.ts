/** How a member is shown and entered. Units are the API's own: metres, seconds, grams, minutes of the day (UTC); money is entered in major units and sent in minor ones. */
export type FieldKind =
  | 'text'
  | 'long_text'
  | 'number'
  | 'money'
  | 'distance'
  | 'duration'
  | 'time_of_day'
  | 'boolean'
  | 'choice'
  | 'list'
  | 'texts'
  | 'reference'
  | 'status'
  | 'instant';

/** One member of a record: its name is its label's key, `resources.<resource>.fields.<source>`. */
export interface FieldDefinition {
  readonly source: string;
  readonly kind: FieldKind;
  readonly choices?: readonly string[];
  /** For `reference`: the resource it names; its records are shown by their name. */
  readonly reference?: string;
  /** Whether the list has a column for it. */
  readonly inList?: boolean;
  readonly whenCreating?: 'required' | 'optional';
  readonly whenEditing?: boolean;
  readonly asFilter?: boolean;
  readonly initially?: string | number | boolean;
}

/** A resource whose pages are made from what its members are; whatever is particular about it is a component of its own. */
export interface ResourceDefinition {
  readonly name: string;
  /** The member that a person knows a record by. */
  readonly title: string;
  readonly fields: readonly FieldDefinition[];
  /** Whether its address takes DELETE. */
  readonly canDelete?: boolean;
  /** The member of the answer to a creation that is shown once and never again. */
  readonly secret?: string;
  /** What its records are called in the audit; without, their page has no history. */
  readonly auditedAs?: string;
}
