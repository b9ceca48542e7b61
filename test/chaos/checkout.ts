import { resolve } from 'node:path';

/** The root of the checkout, seen from `dist/test/chaos`. */
export const CHECKOUT = resolve(__dirname, '..', '..', '..');
