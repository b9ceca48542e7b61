import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The libraries of redis-tools that a slim system may lack; libc is always there and must be the system's own. */
const SYSTEM_LIBRARIES = new Set(['libc6', 'libsystemd0']);

/**
 * Fetches redis-server from the distribution's own packages into `folder`, without root and without installing: the
 * package lists and the cache are private ones, deleted afterwards. Answers false where there is no apt.
 */
export async function fetchRedisFromDebian(folder: string, environment: NodeJS.ProcessEnv): Promise<boolean> {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get') || !existsSync('/usr/bin/dpkg')) return false;
  const draft = `${folder}.${String(process.pid)}`;
  const work = join(draft, 'apt');
  for (const part of ['state/lists/partial', 'cache/archives/partial', 'packages']) {
    mkdirSync(join(work, part), { recursive: true });
  }
  try {
    await download(work, environment);
    for (const file of readdirSync(join(work, 'packages'))) {
      await run('/usr/bin/dpkg', ['-x', join(work, 'packages', file), draft]);
    }
    rmSync(work, { recursive: true });
    renameSync(draft, folder);
    return true;
  } catch (error) {
    if (existsSync(folder)) return true;
    throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

async function download(work: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const settings = {
    'Dir::State': join(work, 'state'),
    'Dir::Cache': join(work, 'cache'),
    'Acquire::Languages': 'none',
    'APT::Sandbox::User': '',
    'Debug::NoLocking': 'true',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  const env = { ...environment, LC_ALL: 'C' };
  await run('/usr/bin/apt-get', [...options, '-q', 'update'], { env, timeout: 120_000 });
  const { stdout } = await run('/usr/bin/apt-cache', [...options, 'depends', 'redis-tools'], { env });
  const libraries = [...stdout.matchAll(/^ {2}Depends: (lib\S+)$/gm)].map((match) => match[1] ?? '');
  const wanted = ['redis-server', 'redis-tools', ...libraries.filter((name) => !SYSTEM_LIBRARIES.has(name))];
  const cwd = join(work, 'packages');
  await run('/usr/bin/apt-get', [...options, '-q', 'download', ...wanted], { env, cwd, timeout: 120_000 });
}
