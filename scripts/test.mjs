// `npm test`: everything that a change must pass, from a fresh clone on. Brings its own servers up, apart from those of
// `npm start`, and leaves nothing running. Further arguments go to vitest, e.g. `npm test -- libs/kernel`.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { CHECKOUT } from './lib/checkout.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { npm, run } from './lib/run.mjs';
import { sentenceFor } from './lib/setup-failure.mjs';

/** What decides and what acts is covered; adapters are exercised by the end-to-end tests and not counted. */
const COVERAGE = [
  '--coverage.enabled',
  '--coverage.provider=v8',
  '--coverage.reportOnFailure',
  '--coverage.reporter=text-summary',
  '--coverage.reporter=json-summary',
  '--coverage.include=apps/api/src/modules/*/domain/**/*.ts',
  '--coverage.include=apps/api/src/modules/*/use-cases/**/*.ts',
  '--coverage.thresholds.lines=90',
];

async function test(filters) {
  await ensureInstalled();
  await ensureBuilt();
  const everything = filters.length === 0;
  const checkCode = everything ? await npm(['run', '--silent', 'check'], { cwd: CHECKOUT }) : 0;
  const results = mkdtempSync(join(tmpdir(), 'linehaul-results-'));
  try {
    const report = join(results, 'results.json');
    const vitest = join(CHECKOUT, 'node_modules', 'vitest', 'vitest.mjs');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const args = [vitest, 'run', ...reporters, ...(everything ? COVERAGE : []), ...filters];
    const testCode = await run(process.execPath, args, { cwd: CHECKOUT });
    const { passed, failed } = countOf(report);
    if (checkCode !== 0) console.error('\nnpm run check failed, see above.');
    if (testCode !== 0 && failed === 0)
      console.error('\nvitest failed outside a test (set-up, coverage or a stray error), see above.');
    console.log(`\n${passed} passed, ${failed} failed`);
    return checkCode || testCode || (passed === 0 ? 1 : 0);
  } finally {
    rmSync(results, { recursive: true, force: true });
  }
}

function countOf(report) {
  if (!existsSync(report)) return { passed: 0, failed: 0 };
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
  return { passed: numPassedTests, failed: numFailedTests };
}

try {
  process.exitCode = await test(process.argv.slice(2));
} catch (error) {
  console.error(`\n${sentenceFor(error)}`);
  process.exitCode = 1;
}
