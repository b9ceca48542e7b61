import { DomainError } from '#lib/kernel';

export function warehouseNotFound(id: string): DomainError {
  return new DomainError('not_found', 'warehouse.warehouse_not_found', `There is no warehouse ${id}`);
}

export function skuNotFound(sku: string): DomainError {
  return new DomainError('not_found', 'warehouse.sku_not_found', `There is no SKU ${sku}`);
}
