import { resolve } from 'node:path';

/** The root of the checkout, seen from `dist/bench/servers`. */
export const CHECKOUT = resolve(__dirname, '..', '..', '..');
