import { endpoint, pageOf, pageQuery } from '#lib/http';
import { z } from 'zod';
import { ACTION_NAMES } from '../domain/remediation/actions';
import { RemediationsView, RunBody, RunView } from './remediations.dto';

const tag = 'remediations';
const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const readers = { roles: ['viewer', 'operator', 'admin'] } as const;

export const readRemediations = endpoint({
  tag,
  summary: 'What can be done without a person, what stands still, and what was done lately',
  auth: readers,
  success: { status: 200, body: RemediationsView },
});

export const listRuns = endpoint({
  tag,
  summary: 'List what was done, newest first',
  auth: readers,
  query: z.strictObject({
    ...pageQuery.shape,
    from: instant.optional().describe('Begun then or later'),
    until: instant.optional().describe('Begun before'),
  }),
  success: { status: 200, body: pageOf(RunView) },
});

export const readRun = endpoint({
  tag,
  summary: 'Read a run, and what came of it',
  auth: readers,
  params: z.strictObject({ id: z.uuid() }),
  success: { status: 200, body: RunView },
  problems: [404],
});

export const runAction = endpoint({
  tag,
  summary: 'Run an action',
  description:
    'Answers at once; whether it has helped shows in the run after `verify_at`. After two runs without effect on the same target an alert calls a person.',
  auth: { roles: ['operator', 'admin'] },
  params: z.strictObject({ action: z.enum(ACTION_NAMES) }),
  body: RunBody,
  idempotency: true,
  success: { status: 201, body: RunView },
  problems: [404, 409],
  example: { params: { stage: 'dispatch' }, dry_run: true, reason: 'The hub is closed until noon' },
});
