export const VEHICLES = ['foot', 'bicycle', 'motorbike', 'car', 'van'] as const;

export type Vehicle = (typeof VEHICLES)[number];
