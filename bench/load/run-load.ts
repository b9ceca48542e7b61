import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { LoadPlan, LoadResult } from './load-plan';

/** Runs one load from a process of its own, so that what it costs shows apart from the servers' work. */
export function runLoad(plan: LoadPlan): Promise<LoadResult> {
  return new Promise((resolve, reject) => {
    const child = fork(join(__dirname, 'generator.js'));
    child.once('error', reject);
    child.once('message', (result) => resolve(result as LoadResult));
    child.once('exit', (code) => reject(new Error(`The load generator ended with exit code ${code}`)));
    child.send(plan);
  });
}
