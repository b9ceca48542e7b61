import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

export const execute = promisify(execFile);

const NAMES = ['promtool', 'amtool', 'prometheus-alertmanager'] as const;
const PACKAGES = ['prometheus', 'prometheus-alertmanager'];
const FETCH_MS = 240_000;

/** Where the real tools of Prometheus are. */
export interface PrometheusTools {
  readonly promtool: string;
  readonly amtool: string;
  readonly alertmanager: string;
  /** Where the templates that Alertmanager needs lie; undefined where they are in their place. */
  readonly templates: string | undefined;
}

/**
 * Those on PATH, else Debian's packages, unpacked into `.linehaul/` without root and without installing; undefined where there is
 * no apt either.
 */
export async function prometheusTools(): Promise<PrometheusTools | undefined> {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const installed = folders.find((folder) => NAMES.every((name) => existsSync(join(folder, name))));
  const cache = join(process.cwd(), '.linehaul', 'prometheus-tools');
  const folder = installed ?? ((await isFetched(cache)) ? join(cache, 'usr', 'bin') : undefined);
  if (folder === undefined) return undefined;
  const templates = installed === undefined ? join(cache, 'usr', 'share', 'prometheus', 'alertmanager') : undefined;
  const [promtool, amtool, alertmanager] = NAMES.map((name) => join(folder, name)) as [string, string, string];
  return { promtool, amtool, alertmanager, templates };
}

async function isFetched(folder: string): Promise<boolean> {
  if (existsSync(folder)) return true;
  if (!existsSync('/usr/bin/apt-get') || !existsSync('/usr/bin/dpkg')) return false;
  const draft = `${folder}.${process.pid}`;
  const packages = join(draft, 'packages');
  mkdirSync(packages, { recursive: true });
  try {
    const options = ['-q', '-o', 'APT::Sandbox::User=', 'download', ...PACKAGES];
    await execute('/usr/bin/apt-get', options, { cwd: packages, timeout: FETCH_MS });
    for (const file of readdirSync(packages)) await execute('/usr/bin/dpkg', ['-x', join(packages, file), draft]);
    renameSync(draft, folder);
  } catch {
    return existsSync(folder); // without network, or somebody else was quicker
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return true;
}
