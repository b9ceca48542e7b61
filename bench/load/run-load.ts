import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { LoadPlan, LoadResult, LoadWord } from './load-plan';

export interface RunningLoad {
  readonly result: Promise<LoadResult>;
  /** Holds the load back, or lets it go on. */
  readonly say: (word: LoadWord) => void;
}

/** Runs one load from a process of its own, so that what it costs shows apart from the servers' work. */
export function startLoad(plan: LoadPlan): RunningLoad {
  const child = fork(join(__dirname, 'generator.js'));
  const result = new Promise<LoadResult>((resolve, reject) => {
    child.once('error', reject);
    child.once('message', (answer) => resolve(answer as LoadResult));
    child.once('exit', (code) => reject(new Error(`The load generator ended with exit code ${code}`)));
  });
  child.send(plan);
  return {
    result,
    say: (word) => {
      if (child.connected) child.send(word);
    },
  };
}

export function runLoad(plan: LoadPlan): Promise<LoadResult> {
  return startLoad(plan).result;
}
