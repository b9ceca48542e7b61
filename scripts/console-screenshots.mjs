// `npm run console:screenshots`: a picture of every page of the console, light and dark, on a desk and on a phone, in
// screenshots/. The test that opens every page takes them.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { CHECKOUT } from './lib/checkout.mjs';
import { run } from './lib/run.mjs';

const folder = join(CHECKOUT, 'screenshots');
const vitest = join(CHECKOUT, 'node_modules', 'vitest', 'vitest.mjs');

await ensureBuilt();
rmSync(folder, { recursive: true, force: true });
process.env.LINEHAUL_SCREENSHOTS = folder;
process.exitCode = await run(process.execPath, [vitest, 'run', '--project', 'console', 'test/console/pages'], {
  cwd: CHECKOUT,
});
