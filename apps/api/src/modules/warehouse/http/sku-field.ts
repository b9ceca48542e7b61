import { z } from 'zod';

/** How a SKU is written: it stands in URLs and on paper. */
export const skuField = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'must be 1 to 64 letters, digits, dots, hyphens or underscores')
  .describe('The article');
