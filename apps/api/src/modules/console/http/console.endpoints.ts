import { endpoint } from '#lib/http';
import { z } from 'zod';

const shared = { tag: 'console', auth: 'public', hidden: true } as const;
const page = { status: 200, contentTypes: ['text/html'] } as const;

/** The web application's page: at its root, and at every address of its own, so that each can be reloaded. */
export const readConsole = endpoint({ ...shared, summary: 'The console', success: page });

export const readConsolePage = endpoint({
  ...shared,
  summary: 'A page of the console',
  params: z.strictObject({ '*': z.string() }),
  query: z.looseObject({}),
  success: page,
});

export const readConsoleAsset = endpoint({
  ...shared,
  summary: 'What the console loads',
  params: z.strictObject({ file: z.string() }),
  headers: z.object({ 'accept-encoding': z.string().optional() }),
  success: { status: 200, contentTypes: ['*/*'] },
});
