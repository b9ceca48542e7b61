import { Injectable } from '@nestjs/common';
import type { ActiveWarehouse } from './persistence/catalog.repository';

/** The catalog in memory: what intake asks for every line of every order. */
export interface Catalog {
  /** Grams of one unit, packed; undefined for a SKU that does not exist. */
  weightG(this: void, sku: string): number | undefined;
}

const EMPTY: ReadonlyMap<string, number> = new Map();

/** One reference to an immutable picture of catalog and warehouses; swapped whole, so a reader never sees a half of each. */
@Injectable()
export class CatalogSnapshot {
  private current = pictureOf(EMPTY, []);

  catalog(): Catalog {
    return this.current.catalog;
  }

  /** The active warehouses by id. */
  warehouses(): readonly ActiveWarehouse[] {
    return this.current.warehouses;
  }

  /** Answers the warehouses that the picture before did not have. */
  swap(weights: ReadonlyMap<string, number>, warehouses: readonly ActiveWarehouse[]): ActiveWarehouse[] {
    const before = new Set(this.current.warehouses.map(({ id }) => id));
    this.current = pictureOf(weights, warehouses);
    return warehouses.filter(({ id }) => !before.has(id));
  }
}

function pictureOf(
  weights: ReadonlyMap<string, number>,
  warehouses: readonly ActiveWarehouse[],
): { readonly catalog: Catalog; readonly warehouses: readonly ActiveWarehouse[] } {
  return { catalog: { weightG: (sku) => weights.get(sku) }, warehouses: Object.freeze([...warehouses]) };
}
