import { fork } from 'node:child_process';
import { join } from 'node:path';
import { CHECKOUT } from './checkout.mjs';
import { SetupFailure } from './setup-failure.mjs';

/** Migrates and, with `demo`, fills an empty database. Answers `{ migrated, demo }`; see prepare.mjs. */
export function prepareDatabase(order, signal) {
  return new Promise((resolve, reject) => {
    const child = fork(join(CHECKOUT, 'scripts', 'lib', 'prepare.mjs'), { cwd: CHECKOUT, signal });
    child.once('error', reject);
    child.once('message', (answer) => {
      if (answer.failure === undefined) return resolve(answer);
      const { advice, stack } = answer.failure;
      return reject(
        advice === undefined ? new Error(`Preparing the database failed: ${stack}`) : new SetupFailure(advice),
      );
    });
    child.once('exit', (code) => reject(new Error(`Preparing the database ended with exit code ${code}`)));
    child.send(order);
  });
}
