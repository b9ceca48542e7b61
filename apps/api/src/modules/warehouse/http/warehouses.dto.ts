import { endpoint, pageOf, pageQuery, text } from '#lib/http';
import { z } from 'zod';
import type { Warehouse } from '../domain/resources';

const name = text(1, 200);
const active = z.boolean().describe('Whether new orders may be served from it');
const warehouseParams = z.strictObject({ id: z.uuid() });

const WarehouseView = z.object({
  id: z.uuid(),
  code: z.string(),
  name: z.string(),
  facility_id: z.uuid(),
  active,
  version: z.int(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});

export const createWarehouseEndpoint = endpoint({
  tag: 'warehouses',
  summary: 'Create a warehouse',
  auth: { roles: ['operator', 'admin'] },
  body: z.strictObject({
    code: z
      .string()
      .regex(/^[A-Z0-9][A-Z0-9-]{0,31}$/, 'must be 1 to 32 upper-case letters, digits or hyphens')
      .describe('Short and unique, for people'),
    name,
    facility_id: z.uuid().describe('Where it stands in the line-haul network; one warehouse per facility'),
    active: active.default(true),
  }),
  idempotency: true,
  success: { status: 201, body: WarehouseView },
  problems: [409, 422],
  example: { code: 'BJ-1', name: 'Beijing north', facility_id: '0199f0c2-0000-7000-8000-000000000001' },
});

export const listWarehousesEndpoint = endpoint({
  tag: 'warehouses',
  summary: 'List warehouses',
  auth: { roles: ['viewer', 'operator', 'admin'] },
  query: z.strictObject({ ...pageQuery.shape }),
  success: { status: 200, body: pageOf(WarehouseView) },
});

export const readWarehouseEndpoint = endpoint({
  tag: 'warehouses',
  summary: 'Read a warehouse',
  auth: { roles: ['viewer', 'operator', 'admin'] },
  params: warehouseParams,
  success: { status: 200, body: WarehouseView },
  problems: [404],
});

export const changeWarehouseEndpoint = endpoint({
  tag: 'warehouses',
  summary: 'Rename, open or close a warehouse',
  description:
    'A closed warehouse takes no new orders; what it has reserved is still shipped from it. It opens again only while its facility is there.',
  auth: { roles: ['operator', 'admin'] },
  params: warehouseParams,
  body: z
    .strictObject({ name: name.optional(), active: active.optional() })
    .refine((body) => Object.keys(body).length > 0, 'must change something'),
  ifMatch: true,
  success: { status: 200, body: WarehouseView },
  problems: [404, 422],
  example: { active: false },
});

export function toWarehouseView(warehouse: Warehouse): z.input<typeof WarehouseView> {
  return {
    id: warehouse.id,
    code: warehouse.code,
    name: warehouse.name,
    facility_id: warehouse.facilityId,
    active: warehouse.active,
    version: warehouse.version,
    created_at: warehouse.createdAt.toISOString(),
    updated_at: warehouse.updatedAt.toISOString(),
  };
}
