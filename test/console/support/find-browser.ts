import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

function onPath(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** `CHROME_PATH`, else Chromium on the PATH, else that of the distribution. @throws Error without any: such a run proves nothing. */
export function findBrowser(): string {
  const found = process.env.CHROME_PATH ?? onPath();
  if (found !== undefined) return found;
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    execFileSync('apt-get', ['update', '--quiet'], { stdio: 'inherit' });
    execFileSync('apt-get', ['install', '--yes', '--quiet', '--no-install-recommends', 'chromium'], {
      stdio: 'inherit',
    });
  }
  const installed = onPath();
  if (installed === undefined) throw new Error('The console is tested in Chromium: install it, or set CHROME_PATH');
  return installed;
}
