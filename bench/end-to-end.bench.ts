import type { Scenario } from './scenario';
export const endToEnd: Scenario = { name: 'end-to-end', summary: 'x', run: () => Promise.reject(new Error('later')) };
