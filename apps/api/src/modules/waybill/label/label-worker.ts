import { parentPort } from 'node:worker_threads';
import { drawLabel } from './draw-label';
import type { Label } from './label';
import { LabelFonts } from './label-fonts';
import type { ThreadAnswer } from './thread-pool';

/** What this thread is asked for. */
export interface LabelRequest {
  readonly label: Label;
  readonly createdAt: Date;
}

/** Kept as long as the thread lives: fonts that one label needed are ready for the next. */
const fonts = new LabelFonts();

async function answer({ label, createdAt }: LabelRequest): Promise<ThreadAnswer<Uint8Array>> {
  try {
    return { kind: 'done', result: await drawLabel(label, fonts, createdAt) };
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

parentPort?.on('message', (request: LabelRequest) => {
  void answer(request).then((message) => parentPort?.postMessage(message));
});
