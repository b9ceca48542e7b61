/** Values of one filter: what a query parameter can hold. */
type FilterValue = string | number | boolean | null | readonly (string | number)[];

export interface Sort {
  readonly field: string;
  readonly order: 'asc' | 'desc';
}

/** A list of the console as somebody wants to see it again. */
export interface SavedView {
  readonly id: string;
  /** Whose it is: `user:<id>` or `client:<id>`. */
  readonly owner: string;
  /** The list, e.g. `orders`. */
  readonly resource: string;
  readonly name: string;
  readonly filter: Readonly<Record<string, FilterValue>>;
  readonly sort: Sort | null;
  readonly createdAt: Date;
}

/** What may be changed; absent members stay as they are. */
export type ViewChange = Partial<Pick<SavedView, 'name' | 'filter' | 'sort'>>;

/** Views of one owner. */
export const VIEW_LIMIT = 200;
