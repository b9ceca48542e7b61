import { readFileSync } from 'node:fs';

/**
 * For how long each process was ready to run and got no processor: on a machine that is too busy, silence says nothing
 * about a child, and killing it would make the machine busier. A process that is stopped or blocked does not wait in the
 * run queue. Known on Linux alone; elsewhere nobody is ever excused.
 */
export class RunQueue {
  private readonly totals = new Map<number, number>();

  /** Milliseconds since the last call for this process; 0 at the first. */
  waitedMs(pid: number): number {
    const total = totalOf(pid);
    const before = this.totals.get(pid) ?? total;
    this.totals.set(pid, total);
    return Math.max(0, total - before);
  }

  forget(pid: number): void {
    this.totals.delete(pid);
  }
}

/** The second figure of schedstat: nanoseconds in the run queue. */
function totalOf(pid: number): number {
  if (process.platform !== 'linux') return 0;
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[1] ?? 0) / 1e6;
  } catch {
    return 0; // gone, or a kernel without these figures
  }
}
