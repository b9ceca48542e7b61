import { endpoint, pageOf, pageQuery, text } from '#lib/http';
import { z } from 'zod';
import type { Sku } from '../domain/resources';
import { skuField } from './sku-field';

const MAX_WEIGHT_G = 1_000_000;

const name = text(1, 200);
const weightG = z.int().min(1).max(MAX_WEIGHT_G).describe('Grams of one unit, packed');
const skuParams = z.strictObject({ sku: skuField });

const SkuView = z.object({
  sku: z.string(),
  name: z.string(),
  weight_g: z.int(),
  version: z.int(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});

export const createSkuEndpoint = endpoint({
  tag: 'skus',
  summary: 'Create a SKU',
  auth: { roles: ['operator', 'admin'] },
  body: z.strictObject({ sku: skuField, name, weight_g: weightG }),
  idempotency: true,
  success: { status: 201, body: SkuView },
  problems: [409, 422],
  example: { sku: 'SKU-0001', name: 'Green tea, 250 g', weight_g: 320 },
});

export const listSkusEndpoint = endpoint({
  tag: 'skus',
  summary: 'List SKUs',
  auth: { roles: ['merchant', 'viewer', 'operator', 'admin'] },
  query: z.strictObject({ ...pageQuery.shape }),
  success: { status: 200, body: pageOf(SkuView) },
});

export const readSkuEndpoint = endpoint({
  tag: 'skus',
  summary: 'Read a SKU',
  auth: { roles: ['merchant', 'viewer', 'operator', 'admin'] },
  params: skuParams,
  success: { status: 200, body: SkuView },
  problems: [404],
});

export const changeSkuEndpoint = endpoint({
  tag: 'skus',
  summary: 'Change a SKU',
  auth: { roles: ['operator', 'admin'] },
  params: skuParams,
  body: z
    .strictObject({ name: name.optional(), weight_g: weightG.optional() })
    .refine((body) => Object.keys(body).length > 0, 'must change something'),
  ifMatch: true,
  success: { status: 200, body: SkuView },
  problems: [404],
  example: { weight_g: 350 },
});

export function toSkuView(sku: Sku): z.input<typeof SkuView> {
  return {
    sku: sku.sku,
    name: sku.name,
    weight_g: sku.weightG,
    version: sku.version,
    created_at: sku.createdAt.toISOString(),
    updated_at: sku.updatedAt.toISOString(),
  };
}
