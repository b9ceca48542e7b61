import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT } from './checkout.mjs';
import { npm } from './run.mjs';
import { SetupFailure } from './setup-failure.mjs';

/** Stops with a sentence on a Node that is too old for the dependencies. */
function checkNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new SetupFailure(
    `Linehaul needs Node 20.19 or newer and this is ${version}: install one from your package manager.`,
  );
}

/** Runs `npm ci` when node_modules is missing or holds something else than the lock file says. */
export async function ensureInstalled(signal) {
  checkNode();
  if (isInstalled()) return;
  console.log('Installing the dependencies (npm ci), once …');
  const code = await npm(['ci', '--no-audit', '--no-fund'], { cwd: CHECKOUT, signal });
  if (code !== 0) {
    throw new SetupFailure('npm ci failed, see above: check the connection to the npm registry, then start again.');
  }
}

/** Compares the lock file with the one that npm keeps of what it has installed. */
function isInstalled() {
  const installed = join(CHECKOUT, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const wanted = JSON.parse(readFileSync(join(CHECKOUT, 'package-lock.json'), 'utf8')).packages;
  const found = JSON.parse(readFileSync(installed, 'utf8')).packages;
  return Object.entries(wanted).every(([path, { version, optional, devOptional }]) => {
    if (path === '' || (found[path] === undefined && (optional || devOptional))) return true;
    return found[path]?.version === version;
  });
}
