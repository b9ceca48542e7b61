import { readFileSync } from 'node:fs';

const POLL_MS = 500;

/**
 * Calls `gone` when the npm that runs this script has ended. A signal to npm alone never gets here: npm hands it to a
 * shell, which dies of it and leaves the script behind as an orphan. Without npm there is nobody to watch.
 */
export function watchLauncher(gone) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const [shell, npm] = [process.ppid, parentOf(process.ppid)];
  const timer = setInterval(() => {
    if (process.ppid === shell && parentOf(shell) === npm) return;
    clearInterval(timer);
    gone();
  }, POLL_MS);
  timer.unref();
}

/** Known on Linux alone; elsewhere the death of the shell has to do. */
function parentOf(pid) {
  if (process.platform !== 'linux') return undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}
