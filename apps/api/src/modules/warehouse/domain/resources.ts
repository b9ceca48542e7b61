/** A place that holds stock and ships orders; one facility of the line-haul network. */
export interface Warehouse {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  /** An id of the routing module. */
  readonly facilityId: string;
  /** Only active warehouses are offered to new orders; what was reserved before is still shipped. */
  readonly active: boolean;
  /** When it last became active. */
  readonly openedAt: Date;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** An article that orders may name. */
export interface Sku {
  readonly sku: string;
  readonly name: string;
  /** Of one unit, packed. */
  readonly weightG: number;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
