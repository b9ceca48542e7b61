// `npm run openapi`: writes docs/openapi.json from the routes that the application really serves; the test that compares
// the two does the writing.
import { join } from 'node:path';
import { CHECKOUT } from './lib/checkout.mjs';
import { run } from './lib/run.mjs';

const vitest = join(CHECKOUT, 'node_modules', 'vitest', 'vitest.mjs');
process.env.LINEHAUL_WRITE_OPENAPI = 'on';
process.exitCode = await run(process.execPath, [vitest, 'run', '--project', 'e2e', 'test/e2e/openapi'], {
  cwd: CHECKOUT,
});
