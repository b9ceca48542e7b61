import { readFileSync } from 'node:fs';

const KIB_PER_MIB = 1024;

/**
 * What a process takes of the machine's memory, in MiB: its proportional set size, in which a page that n processes share
 * counts an n-th. Linux alone tells it.
 */
export function residentMb(pid: number): number {
  return fieldMb(`/proc/${pid}/smaps_rollup`, 'Pss');
}

/** The most that was ever resident of a process, in MiB. */
export function peakResidentMb(pid: number): number {
  return fieldMb(`/proc/${pid}/status`, 'VmHWM');
}

function fieldMb(file: string, field: string): number {
  const value = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(file, 'utf8'))?.[1];
  if (value === undefined) throw new Error(`${file} names no ${field}`);
  return Number(value) / KIB_PER_MIB;
}
