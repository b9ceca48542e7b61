import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT } from './checkout.mjs';
import { npm } from './run.mjs';
import { SetupFailure } from './setup-failure.mjs';

const SOURCES = ['apps', 'libs', 'migrations', 'bench'];
const SOURCE = /\.(tsx?|mts|css|svg|html)$/;
const RULES = [
  'package.json',
  'package-lock.json',
  '.swcrc',
  'scripts/bundle.mjs',
  'scripts/console.mjs',
  'scripts/lib/code-cache.cjs',
];
const DIST = join(CHECKOUT, 'dist');
const STAMP = join(DIST, '.built-from');

/**
 * Builds `dist` unless it was built from exactly these sources; from an empty folder, so that no old file stays. Save for
 * the console's, which knows by itself what it was built from.
 */
export async function ensureBuilt(signal) {
  const digest = digestOfSources();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === digest) return;
  console.log('Building …');
  for (const name of existsSync(DIST) ? readdirSync(DIST) : []) {
    if (name !== 'console') rmSync(join(DIST, name), { recursive: true, force: true });
  }
  if ((await npm(['run', '--silent', 'build'], { cwd: CHECKOUT, signal })) !== 0) {
    throw new SetupFailure('The build failed, see above: undo the last change of the sources, or put it right.');
  }
  writeFileSync(STAMP, digest);
}

function digestOfSources() {
  const hash = createHash('sha256');
  for (const file of RULES) hash.update(readFileSync(join(CHECKOUT, file)));
  for (const source of SOURCES) {
    for (const entry of readdirSync(join(CHECKOUT, source), { recursive: true }).sort()) {
      if (!SOURCE.test(entry) || entry.endsWith('spec.ts')) continue;
      hash
        .update(entry)
        .update('\0')
        .update(readFileSync(join(CHECKOUT, source, entry)));
    }
  }
  return hash.digest('hex');
}
