import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { SetupFailure } from './setup-failure.mjs';

/** Lets one launcher at a time use a state folder; answers how to give it back. A dead one's lock is taken over. */
export function takeInstanceLock(file) {
  const mine = JSON.stringify({ pid: process.pid, born: birthOf(process.pid) });
  for (let attempt = 1; attempt <= 3; attempt++) {
    try {
      writeFileSync(file, mine, { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const owner = ownerOf(file);
    if (owner !== undefined) {
      throw new SetupFailure(`Linehaul already runs from this folder (process ${owner}): stop that one first.`);
    }
    rmSync(file, { force: true });
  }
  throw new SetupFailure(`${file} changes all the time: start Linehaul once, not twice at the same time.`);
}

function ownerOf(file) {
  try {
    const { pid, born } = JSON.parse(readFileSync(file, 'utf8'));
    return born !== undefined && birthOf(pid) === born ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** When the process began: a number that is used again by another process has another one. */
function birthOf(pid) {
  try {
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    }
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}
