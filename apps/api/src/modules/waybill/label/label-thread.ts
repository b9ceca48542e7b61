import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';

/** A label takes a few megabytes; whatever takes this much will never be done. */
const THREAD_MB = 128;

/** Tests run the sources, whose threads need what their process was started with to read TypeScript. */
const IS_SOURCE = __filename.endsWith('.ts');

/** Starts a thread that answers a `LabelRequest` with a PDF. */
export function startLabelThread(): Worker {
  const resourceLimits = { maxOldGenerationSizeMb: THREAD_MB };
  if (IS_SOURCE) return new Worker(join(__dirname, 'label-worker.ts'), { resourceLimits });
  return new Worker(builtEntry(), { resourceLimits, execArgv: [] });
}

/** Where the build put the thread's file, also when this code runs from a bundle elsewhere. */
function builtEntry(): string {
  return join(dirname(createRequire(__filename).resolve('#module/waybill')), 'label', 'label-worker.js');
}
