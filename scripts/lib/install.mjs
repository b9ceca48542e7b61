import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT } from './checkout.mjs';
import { npm } from './run.mjs';
import { SetupFailure } from './setup-failure.mjs';

const LOCK = join(CHECKOUT, 'package-lock.json');
/** What npm writes last of an install. */
const INSTALLED = join(CHECKOUT, 'node_modules', '.package-lock.json');
const MARKER = join(CHECKOUT, 'node_modules', '.installed-from');

/** Stops with a sentence on a Node that is too old for the dependencies. */
function checkNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new SetupFailure(
    `Linehaul needs Node 20.19 or newer and this is ${version}: install one from your package manager.`,
  );
}

/** Runs `npm ci` when node_modules is missing or was installed from another lock file. */
export async function ensureInstalled(signal) {
  checkNode();
  if (isInstalled()) return;
  console.log('Installing the dependencies (npm ci), once …');
  const code = await npm(['ci', '--no-audit', '--no-fund'], { cwd: CHECKOUT, signal });
  if (code !== 0) {
    throw new SetupFailure('npm ci failed, see above: check the connection to the npm registry, then start again.');
  }
  writeFileSync(MARKER, digestOfLock());
}

/** By the digest of our own last `npm ci`; or else npm finished an install after the lock file was last written. */
function isInstalled() {
  if (!existsSync(INSTALLED)) return false;
  if (existsSync(MARKER) && readFileSync(MARKER, 'utf8') === digestOfLock()) return true;
  return statSync(INSTALLED).mtimeMs >= statSync(LOCK).mtimeMs;
}

function digestOfLock() {
  return createHash('sha256').update(readFileSync(LOCK)).digest('hex');
}
