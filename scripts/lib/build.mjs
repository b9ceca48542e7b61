import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT } from './checkout.mjs';
import { npm } from './run.mjs';
import { SetupFailure } from './setup-failure.mjs';

const SOURCES = ['apps/api', 'libs', 'migrations', 'bench'];
const RULES = ['package.json', 'package-lock.json', '.swcrc', 'scripts/bundle.mjs', 'scripts/lib/code-cache.cjs'];
const STAMP = join(CHECKOUT, 'dist', '.built-from');

/** Builds `dist` unless it was built from exactly these sources; from an empty folder, so that no old file stays. */
export async function ensureBuilt(signal) {
  const digest = digestOfSources();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === digest) return;
  console.log('Building …');
  rmSync(join(CHECKOUT, 'dist'), { recursive: true, force: true });
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
      if (!entry.endsWith('.ts') || entry.endsWith('spec.ts')) continue;
      hash
        .update(entry)
        .update('\0')
        .update(readFileSync(join(CHECKOUT, source, entry)));
    }
  }
  return hash.digest('hex');
}
